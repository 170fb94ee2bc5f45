"""The floor: what a bare Flask page costs that shows inputs, reads one row and updates it.

Same Flask, Jinja, SQLAlchemy, SQLite driver and durability as the portal, in the same process; no login,
no CSRF token, no security header, no exam: one template, one table of one row.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Flask, redirect, render_template, request
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

from bench.chronometre import Action
from portal import db as base_de_donnees
from portal.db import db, ecriture

PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Plancher</title></head>
<body>
<form method="post">
{%- for nom in noms %}
<p><label for="{{ nom }}">{{ nom }}</label>
<input id="{{ nom }}" name="{{ nom }}" value="{{ valeurs.get(nom, '') }}"></p>
{%- endfor %}
<button>Suivant</button>
</form>
</body>
</html>
"""


class Socle(DeclarativeBase):
    """Parent of the one table."""


class Fiche(Socle):
    """One row."""

    __tablename__ = "fiche"

    id: Mapped[int] = mapped_column(primary_key=True)
    valeurs: Mapped[dict[str, Any]] = mapped_column(JSON)


def plancher(base: str, noms: Sequence[str]) -> Flask:
    """Return the bare application: `noms` are the names of its inputs, `base` the address of a new file."""
    app = Flask("plancher")
    app.jinja_loader = DictLoader({"page.html": PAGE})
    base_de_donnees.init_app(app, base)
    app.add_url_rule("/", "montrer", lambda: _montrer(noms))
    app.add_url_rule("/", "garder", _garder, methods=["POST"])
    with app.app_context():
        Socle.metadata.create_all(db.engine)
        with ecriture() as transaction:
            transaction.add(Fiche(id=1, valeurs={nom: "valeur" for nom in noms}))
    return app


def demandes(app: Flask, noms: Sequence[str]) -> tuple[Action, Action]:
    """Return a GET and a POST of the bare page; each POST changes every value."""
    client: FlaskClient = app.test_client()

    def lire() -> None:
        assert client.get("/").status_code == 200

    def ecrire() -> None:
        valeur = secrets.token_hex(4)
        assert client.post("/", data=dict.fromkeys(noms, valeur)).status_code == 303

    return lire, ecrire


def _montrer(noms: Sequence[str]) -> str:
    return render_template("page.html", noms=noms, valeurs=db.session.get_one(Fiche, 1).valeurs)


def _garder() -> Response:
    with ecriture() as transaction:
        transaction.get_one(Fiche, 1).valeurs = request.form.to_dict()
    return redirect("/", code=303)
