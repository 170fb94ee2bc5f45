"""Addresses that no page of ours makes: they get a page in French, never an error of the portal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.app import create_app
from portal.config import Config
from portal.db import db
from tests import fabriques
from tests.client import ClientMaison

ADRESSES = (
    "/verification/{}",
    "/examens/{}",
    "/puis-je/{}",
    "/inscriptions/{}",
    "/inscriptions/{}/onglets/identification",
    "/documents/{}",
    "/documents/{}/{}",
    "/compte/activer/{}",
    "/compte/mot-de-passe/{}",
    "/static/{}",
)


@pytest.mark.deux_bases
@pytest.mark.parametrize("intrus", ["%00", "a%00b", "%FF", "%ED%A0%80", "%F0%9F%98%80", "a" * 3000])
def test_une_cle_impossible_est_une_page_introuvable(client: ClientMaison, intrus: str) -> None:
    client.connecter(fabriques.compte())
    for adresse in ADRESSES:
        assert client.get(adresse.replace("{}", intrus)).status_code in {404, 410}, adresse
    assert client.post(f"/inscriptions/{intrus}/enregistrer").status_code == 404
    assert (
        client.post(f"/inscriptions/{intrus}/champs", data={"cle": "x", "revision": "0"}).status_code == 404
    )
    assert client.post("/inscrire", data={"modele": "a\0b"}).status_code == 404


def test_une_page_d_erreur_sous_static_n_est_gardee_par_personne(client: ClientMaison) -> None:
    """It carries the menu of who is logged in."""
    for adresse in ("/static/absent.css", "/static/absent.css?v=1"):
        assert client.get(adresse).headers["Cache-Control"] == "no-store"


def test_un_numero_de_courriel_demesure_est_une_page_introuvable(
    config: Config, horloge: HorlogeReglable, extensions: object
) -> None:
    app = create_app(replace(config, mode="demonstration"), horloge=horloge, extensions=extensions)
    app.test_client_class = ClientMaison
    with app.app_context():
        for adresse in (f"/demonstration/courriels/{10**30}", f"/demonstration/courriels/{2**63}/html"):
            assert app.test_client().get(adresse).status_code == 404
        db.session.remove()
        db.engine.dispose()
