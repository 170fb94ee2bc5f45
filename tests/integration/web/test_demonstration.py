"""Mails are read at /demonstration/courriels in a demonstration, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.app import create_app
from portal.config import Config
from portal.db import db, ecriture
from portal.services import boite
from portal.services.courriel import deposer_courriel
from portal.services.portail import Portail
from tests.client import ClientMaison

LIEN = "http://localhost/compte/activer/abc"


@pytest.fixture
def demonstration(
    config: Config, horloge: HorlogeReglable, extensions: object
) -> Iterator[tuple[Flask, ClientMaison]]:
    app = create_app(
        replace(config, mode="demonstration"), horloge=horloge, extensions=extensions,
        courrier=CourrierMemoire(), reveil=lambda: None,
    )  # fmt: skip
    app.testing, app.test_client_class = True, ClientMaison
    with app.app_context():
        yield app, app.test_client()  # type: ignore[misc]
        db.session.remove()
        db.engine.dispose()


def ecrire(app: Flask, destinataire: str) -> None:
    with ecriture():
        deposer_courriel(app.extensions["portail"], "activation", destinataire, {"lien": LIEN})


def test_les_mails_se_lisent_le_plus_recent_d_abord(demonstration: tuple[Flask, ClientMaison]) -> None:
    app, client = demonstration
    assert "Aucun mail" in client.get("/demonstration/courriels").text
    ecrire(app, "un@example.org")
    ecrire(app, "deux@example.org")
    page = client.get("/demonstration/courriels").text
    assert page.index("deux@example.org") < page.index("un@example.org")
    assert "/demonstration/courriels" in client.get("/").text


def test_un_mail_se_lit_en_texte_et_en_html_avec_ses_liens(demonstration: tuple[Flask, ClientMaison]) -> None:
    app, client = demonstration
    ecrire(app, "un@example.org")
    assert f'<a href="{LIEN}">{LIEN}</a>' in client.get("/demonstration/courriels/1").text
    html = FlaskClient(app).get("/demonstration/courriels/1/html")  # a mail carries its styles
    assert "default-src 'none'" in html.headers["Content-Security-Policy"]
    assert f'href="{LIEN}"' in html.text
    assert client.get("/demonstration/courriels/99").status_code == 404


def test_hors_d_une_demonstration_la_page_n_existe_pas(client: ClientMaison, portail: Portail) -> None:
    assert client.get("/demonstration/courriels").status_code == 404
    assert "demonstration" not in client.get("/").text
    with pytest.raises(boite.BoiteFermee):
        boite.lister(portail)
    with pytest.raises(boite.BoiteFermee):
        boite.lire(portail, 1)
