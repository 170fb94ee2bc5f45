"""What a candidate does in these tests, with the browser of the tests."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.client import ClientMaison
from tests.integration.services.comptes import ADRESSE, SECRET, lien

FORMULAIRE = {
    "civilite": "MONSIEUR",
    "nom_naissance": "TALU",
    "nom_naissance_confirmation": "TALU",
    "nom_usage": "",
    "prenoms": "Jean",
    "naissance_le": "01/01/2002",
    "naissance_le_confirmation": "01/01/2002",
    "naissance_pays": "FR",
    "naissance_departement": "062",
    "naissance_commune": "BEUVRY",
    "courriel": ADRESSE,
    "courriel_confirmation": ADRESSE,
    "mot_de_passe": SECRET,
    "mot_de_passe_confirmation": SECRET,
}


def envoyer_creation(client: ClientMaison, **autres: str) -> TestResponse:
    return client.post("/compte/creer", data={**FORMULAIRE, **autres})


def se_connecter(
    client: ClientMaison, login: str = ADRESSE, mot_de_passe: str = SECRET, suite: str = ""
) -> TestResponse:
    return client.post("/connexion", data={"login": login, "mot_de_passe": mot_de_passe, "suite": suite})


def creer_et_activer(client: ClientMaison) -> None:
    envoyer_creation(client)
    assert client.post(f"/compte/activer/{lien('activation')}").status_code == 303


def entrer(client: ClientMaison) -> None:
    creer_et_activer(client)
    assert se_connecter(client).status_code == 303
