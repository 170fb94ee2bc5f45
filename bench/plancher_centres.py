"""The floor of « Soumettre » and « Pré-valider »: the rows that each one writes, by a bare Flask page.

Same tables, SQLAlchemy, driver, durability and gunicorn as the portal: the row is read and locked, then the
same rows are inserted and updated in one transaction. No login, no CSRF token, no circuit, no text of mail.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, redirect
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import db as base_de_donnees
from portal.db import db, ecriture
from portal.services.compteur import prendre
from portal.services.places import prendre_une
from portal.tables import (
    Candidat,
    Candidature,
    CourrielSortant,
    Document,
    Evenement,
    PlacePrise,
    Tache,
    VersionCandidature,
)
from tests.integration.processus.web_d_essai import annoncer

TEXTE = "Une ligne d'un mail, comme le portail en écrit une vingtaine à chaque fois. " * 20
INSTANT = datetime.fromisoformat(os.environ.get("ESSAI_INSTANT", "2026-11-10T11:00:00+00:00"))


def application() -> Flask:
    """Build what gunicorn serves."""
    app = Flask("plancher")
    base_de_donnees.init_app(app, os.environ["ESSAI_BASE"])
    app.add_url_rule("/soumettre/<cle>", "soumettre", _soumettre, methods=["POST"])
    app.add_url_rule("/prevalider/<cle>", "prevalider", _prevalider, methods=["POST"])
    annoncer(app, Path(os.environ["ESSAI_DOSSIER"]))
    return app


def _soumettre(cle: str) -> Response:
    with ecriture() as s:
        lue = _verrouiller(cle)
        numero = prendre(f"inscription:{lue.candidat_id}")
        _passer(lue, "soumise", numero_inscription=numero, version=1, enregistree_le=INSTANT)
        s.add(
            VersionCandidature(
                candidature_id=lue.id, numero=1, version_modele_id=lue.version_modele_id, reponses={},
                candidat={}, empreinte=secrets.token_hex(32), enregistree_le=INSTANT,
            )
        )  # fmt: skip
        code = secrets.token_hex(8)
        s.add(Document(candidature_id=lue.id, code=code, intitule=code, version=1, le=INSTANT))
        s.add(Tache(genre="document", cle=code, apres=INSTANT, cree_le=INSTANT))
        s.add_all([_courriel(lue), _courriel(lue)])
    return redirect("/", code=303)


def _prevalider(cle: str) -> Response:
    with ecriture() as s:
        lue = _verrouiller(cle)
        offre = prendre_une(lue.centre_id or 0, lue.slug, "E1")
        if offre is not None:
            s.add(PlacePrise(offre_id=offre, candidature_id=lue.id, prise_le=INSTANT))
            _passer(lue, "prevalidee", echeance="expirer", echeance_le=INSTANT)
            s.add(_courriel(lue))
    return redirect("/", code=303) if offre is not None else Response("Plus de place.", 409)


def _verrouiller(cle: str) -> Candidature:
    lue = db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()
    db.session.scalars(select(Candidat).where(Candidat.id == lue.candidat_id).with_for_update()).one()
    db.session.refresh(lue, with_for_update={"of": Candidature})
    return lue


def _passer(lue: Candidature, etat: str, **valeurs: Any) -> None:
    """Write the état, and the line of the journal."""
    db.session.add(Evenement(candidature_id=lue.id, le=INSTANT, nature=etat, de=lue.etat, vers=etat))
    for nom, valeur in {**valeurs, "etat": etat, "phase": "deposee"}.items():
        setattr(lue, nom, valeur)


def _courriel(lue: Candidature) -> CourrielSortant:
    cle = secrets.token_hex(8)
    return CourrielSortant(
        cle=cle, code="candidature", message_id=cle, destinataire="bench@example.org", objet=cle, texte=TEXTE,
        html=TEXTE, essai_apres=INSTANT, cree_le=INSTANT, candidature_id=lue.id,
    )  # fmt: skip
