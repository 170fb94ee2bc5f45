"""Exports as a browser without JavaScript asks for them."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Compte
from portal.tables.operation import Operation
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison

EXPORTS = "/gestion/exports"


@pytest.fixture
def agent(client: ClientMaison, portail: Portail, horloge: HorlogeReglable) -> Compte:
    horloge.regler(OUVERT[CS])
    for nom in ("TALU", "=1+1"):
        inscrire_a(portail, fabriques.candidat(nom_naissance=nom), CS)
    compte = fabriques.agent()
    client.connecter(compte)
    return compte


def demander(client: ClientMaison, **champs: object) -> None:
    donnees = {"colonne": ["numero", "nom_naissance"], "format": "xlsx"} | champs
    assert client.post(EXPORTS, data=donnees).status_code == 303


def cle() -> str:
    db.session.rollback()
    return db.session.scalars(select(Operation.cle).order_by(Operation.id.desc())).first() or ""


def test_de_la_liste_au_fichier(client: ClientMaison, portail: Portail, agent: Compte) -> None:
    liste = client.get("/gestion/candidatures?q=TALU").text
    lien = re.search(r'href="(/gestion/exports/nouveau[^"]*)"', liste)
    assert lien
    choix = client.get(lien[1].replace("&amp;", "&")).text
    assert "Exporter 1 candidature" in choix
    assert 'name="f.q" value="TALU"' in choix
    demander(client, **{"f.q": "TALU"})
    attente = client.get(EXPORTS).text
    assert "<progress" in attente
    assert "Télécharger" not in attente
    travailler(portail)
    assert "Télécharger" in client.get(EXPORTS).text
    recu = client.get(f"{EXPORTS}/{cle()}/fichier")
    assert recu.headers["Content-Disposition"].startswith("attachment; filename=candidatures-2025-11-05.xlsx")
    assert "no-store" in recu.headers["Cache-Control"]
    feuille = openpyxl.load_workbook(io.BytesIO(recu.data)).active
    assert feuille is not None
    assert [[cellule.value for cellule in rangee][1] for rangee in feuille.iter_rows()] == [
        "Nom de naissance", "TALU",
    ]  # fmt: skip


def test_un_groupe_entier_se_choisit_d_une_case(
    client: ClientMaison, portail: Portail, agent: Compte
) -> None:
    demander(client, colonne=["numero"], groupe="etat_civil")
    colonnes = db.session.scalars(select(Operation.parametres)).one()["colonnes"]
    assert colonnes[0] == "numero"
    assert len(colonnes) == 9


@pytest.mark.parametrize(
    ("donnees", "phrase"),
    [
        ({"format": "xlsx"}, "Choisissez au moins une colonne."),
        ({"colonne": "numero", "format": "exe"}, "Choisissez un format."),
        ({"colonne": "numero", "format": "csv", "f.q": "PERSONNE"}, "Aucune candidature ne répond"),
    ],
)
def test_une_demande_impossible_redonne_la_page_avec_sa_phrase(
    client: ClientMaison, agent: Compte, donnees: dict[str, str], phrase: str
) -> None:
    page = client.post(EXPORTS, data=donnees)
    assert page.status_code == 422
    assert phrase in page.text
    assert db.session.scalars(select(Operation)).all() == []


def test_la_sante_ne_se_propose_qu_a_qui_en_a_le_droit(client: ClientMaison, agent: Compte) -> None:
    assert "r.amenagement" not in client.get(f"{EXPORTS}/nouveau").text
    client.connecter(fabriques.agent(sante=True))
    assert "r.amenagement" in client.get(f"{EXPORTS}/nouveau").text


def test_le_fichier_d_un_autre_est_introuvable(client: ClientMaison, portail: Portail, agent: Compte) -> None:
    demander(client)
    travailler(portail)
    adresse = f"{EXPORTS}/{cle()}/fichier"
    client.connecter(fabriques.agent())
    assert client.get(adresse).status_code == 404
    assert "Aucun export pour l" in client.get(EXPORTS).text


def test_un_export_n_est_pas_un_envoi(client: ClientMaison, portail: Portail, agent: Compte) -> None:
    demander(client)
    travailler(portail)
    assert client.get("/gestion/operations").status_code == 200
    assert client.get(f"/gestion/operations/{cle()}").status_code == 404


def test_un_filtre_illisible_renvoie_a_la_liste_qui_dit_pourquoi(client: ClientMaison, agent: Compte) -> None:
    reponse = client.get(f"{EXPORTS}/nouveau?du=pas+une+date")
    assert reponse.status_code == 303
    assert reponse.location.startswith("/gestion/candidatures")
    assert client.get(reponse.location).status_code == 422
    assert client.post(EXPORTS, data={"f.du": "pas une date"}).status_code == 422
