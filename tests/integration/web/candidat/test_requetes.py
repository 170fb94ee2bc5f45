"""How many statements a page makes: it depends neither on the answers, nor on what else there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat
from tests import fabriques
from tests.client import ClientMaison
from tests.parcours import SITUATION, publier_essai, remplir_essai

LOIN = {"revision": "999999"}


@pytest.fixture
def candidat(client: ClientMaison) -> Candidat:
    candidat = fabriques.candidat()
    client.connecter(candidat.compte)
    return candidat


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    publier_essai(portail)
    return remplir_essai(portail, candidat).cle


@pytest.fixture
def ordres(client: ClientMaison) -> Iterator[list[str]]:
    """Every statement sent to the database, but for those that open a transaction."""
    vus: list[str] = []

    def noter(_connexion: Any, _curseur: Any, ordre: str, *_autres: Any) -> None:
        if not ordre.startswith("BEGIN"):
            vus.append(ordre)

    event.listen(db.engine, "before_cursor_execute", noter)
    yield vus
    event.remove(db.engine, "before_cursor_execute", noter)


def test_afficher_un_onglet_prend_sept_ordres_au_plus(
    client: ClientMaison, cle: str, ordres: list[str]
) -> None:
    client.get(f"/inscriptions/{cle}/onglets/situation")
    ordres.clear()
    assert client.get(f"/inscriptions/{cle}/onglets/situation").status_code == 200
    assert len(ordres) <= 7, ordres


def test_valider_un_onglet_prend_huit_ordres_au_plus_dont_une_ecriture(
    client: ClientMaison, cle: str, ordres: list[str]
) -> None:
    for employeur in ("Mairie", "Rectorat"):
        ordres.clear()
        reponse = client.post(
            f"/inscriptions/{cle}/onglets/situation",
            data={**SITUATION, **LOIN, "salarie": "oui", "employeur": employeur},
        )
        assert reponse.status_code == 303
    assert len(ordres) <= 8, ordres
    assert [ordre.split()[0] for ordre in ordres].count("UPDATE") == 1


def test_garder_une_reponse_prend_huit_ordres_au_plus(
    client: ClientMaison, cle: str, ordres: list[str]
) -> None:
    for note in ("12", "13"):
        ordres.clear()
        reponse = client.post(f"/inscriptions/{cle}/champs", data={**LOIN, "cle": "note", "note": note})
        assert reponse.status_code == 200
    assert len(ordres) <= 8, ordres


@pytest.mark.parametrize("page", ["/", "/services", "/inscriptions/{cle}/onglets/situation"])
def test_le_nombre_d_ordres_ne_depend_pas_du_nombre_de_modeles(
    client: ClientMaison, portail: Portail, cle: str, ordres: list[str], page: str
) -> None:
    adresse, combien = page.format(cle=cle), []
    for nom in ("deuxieme", "troisieme"):
        publier_essai(portail, nom=nom)
        client.get(adresse)
        ordres.clear()
        assert client.get(adresse).status_code == 200
        combien.append(len(ordres))
    assert combien[0] == combien[1] > 0
