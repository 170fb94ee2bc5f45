"""The union's screens about persons: search, one person, two records, former candidates of a file."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.services import doubles, nuc, reprise_nuc
from plugins.certif_up.tables import Fusion, Nuc, Reprise
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables import Candidat
from portal.worker import travailler
from tests import fabriques
from tests.certif_up import candidats
from tests.certif_up.candidats import OUVERT
from tests.certif_up.services.test_reprise_nuc import fichier, meme_personne
from tests.client import ClientMaison

RACINE = "/certif-up/national/nuc"


@pytest.fixture(autouse=True)
def _union(portail: Portail, horloge: HorlogeReglable, client: ClientMaison) -> None:
    horloge.regler(OUVERT)
    client.connecter(fabriques.agent(famille="certif_up"))


def page(client: ClientMaison, adresse: str) -> str:
    return unescape(client.get(adresse).text).replace("\N{NO-BREAK SPACE}", " ")


def cle_du(de: str) -> str:
    return db.session.scalars(select(Nuc.cle).where(Nuc.nuc == de)).one()


def fusionner(client: ClientMaison, cle: str, **coche: str) -> Any:
    donnees = {"garder": cle_du("22010870J"), **coche}
    return client.post(f"{RACINE}/fusions/{cle}/fusionner", data=donnees)


def paire(portail: Portail) -> str:
    candidats.candidat("22010870J", "ines@exemple.fr")
    autre = candidats.candidat("22010914G", "i.kebbati@exemple.fr").id
    with ecriture():
        doubles.proposer(portail, db.session.get_one(Candidat, autre))
    return db.session.scalars(select(Fusion.cle)).one()


@pytest.mark.parametrize("qui", ["cap", "centre"])
def test_ces_pages_n_existent_que_pour_l_union(client: ClientMaison, qui: str) -> None:
    client.connecter(fabriques.agent("centre") if qui == "centre" else fabriques.agent(famille="cap"))
    for suite in ("", "/fusions", "/reprises", "/personnes/x", "/reprises/modele.csv"):
        assert client.get(RACINE + suite).status_code == 404


def test_on_retrouve_quelqu_un_par_son_nom(client: ClientMaison) -> None:
    assert "Qui cherchez-vous ?" in page(client, RACINE)
    candidats.candidat("22010870J")
    trouves = page(client, f"{RACINE}?nom=kébbati&prenom=ines")
    assert "1 personne" in trouves
    assert "2201 0870 J" in trouves
    fragment = client.htmx(f"{RACINE}?naissance_le=14/03/1996").text
    assert "2201" in fragment
    assert "<html" not in fragment
    assert "Personne ne répond" in page(client, f"{RACINE}?nom=durand")


def test_une_recherche_fausse_se_corrige(client: ClientMaison) -> None:
    reponse = client.get(f"{RACINE}?nuc=12&naissance_le=31/02/2000")
    assert reponse.status_code == 422
    assert "Un NUC a 8 chiffres" in reponse.text
    assert "vérifiez chaque caractère du NUC" in page(client, f"{RACINE}?nuc=22010870K")


def test_la_page_d_une_personne_dit_ce_que_l_union_sait(client: ClientMaison, portail: Portail) -> None:
    candidat = candidats.candidat("22010870J", "ines@exemple.fr")
    candidats.demande(portail, candidat, epreuves=("E1", "E2"))
    lue = page(client, f"{RACINE}/personnes/{cle_du('22010870J')}")
    for dit in (
        "KEBBATI",
        "14/03/1996",
        "ines@exemple.fr",
        "Session de janvier 2027",
        "E1, E2",
        "Demande soumise",
    ):
        assert dit in lue, dit


def test_deux_fiches_se_comparent_et_se_reunissent(client: ClientMaison, portail: Portail) -> None:
    cle = paire(portail)
    assert "Fiches à rapprocher 1" in " ".join(
        page(client, RACINE).replace('<span class="compteur">', "").split()
    )
    assert cle in page(client, f"{RACINE}/fusions")
    face = page(client, f"{RACINE}/fusions/{cle}")
    assert "Une personne, ou deux ?" in face
    assert face.count("Fusionner, garder ce NUC") == 2
    reponse = fusionner(client, cle, compris="oui")
    assert reponse.status_code == 303
    apres = page(client, reponse.location)
    assert "Une seule personne" in apres
    assert "Fusionner" not in apres
    assert nuc.compte_de("22010914G") == nuc.compte_de("22010870J")


def test_une_fusion_se_confirme_parce_qu_elle_ne_se_defait_pas(
    client: ClientMaison, portail: Portail
) -> None:
    cle = paire(portail)
    reponse = fusionner(client, cle)
    assert reponse.status_code == 422
    assert "Cochez « Je sais que cela ne se défait pas »" in unescape(reponse.text).replace("\xa0", " ")
    assert nuc.compte_de("22010914G") != nuc.compte_de("22010870J")


def test_une_fusion_empechee_dit_pourquoi(client: ClientMaison, portail: Portail) -> None:
    cle = paire(portail)
    for candidat in db.session.scalars(select(Candidat)).all():
        candidats.demande(portail, candidat)
    face = page(client, f"{RACINE}/fusions/{cle}")
    assert face.count("Cette fiche ne peut pas être gardée") == 2
    reponse = fusionner(client, cle, compris="oui")
    assert reponse.status_code == 409
    assert "pour E1 à la session" in unescape(reponse.text)


def test_deux_personnes_le_restent_et_l_on_peut_y_revenir(client: ClientMaison, portail: Portail) -> None:
    cle = paire(portail)
    assert client.post(f"{RACINE}/fusions/{cle}/distinguer").status_code == 303
    assert "Aucune fiche à rapprocher" in page(client, f"{RACINE}/fusions")
    assert "Deux personnes" in page(client, f"{RACINE}/fusions/{cle}")
    assert "Une autre personne, le" in page(client, f"{RACINE}/personnes/{cle_du('22010870J')}")
    client.post(f"{RACINE}/fusions/{cle}/reproposer")
    assert "Une personne, ou deux ?" in page(client, f"{RACINE}/fusions/{cle}")


def test_on_rapproche_soi_meme_deux_fiches(client: ClientMaison) -> None:
    candidats.candidat("22010870J")
    candidats.candidat("22010914G", nom_naissance="QUEBBATI")
    adresse = f"{RACINE}/personnes/{cle_du('22010870J')}"
    faux = client.post(f"{adresse}/rapprocher", data={"nuc": "22010870J"})
    assert faux.location == adresse
    bon = client.post(f"{adresse}/rapprocher", data={"nuc": "2201 0914 g"})
    assert "/fusions/" in bon.location
    assert "QUEBBATI" in page(client, bon.location)


def deposer(client: ClientMaison, octets: bytes, nom: str = "anciens.csv") -> tuple[int, str, str]:
    envoye = {"fichier": (io.BytesIO(octets), nom)}
    reponse = client.post(f"{RACINE}/reprises", data=envoye, content_type="multipart/form-data")
    return reponse.status_code, reponse.location or "", unescape(reponse.text)


def test_un_fichier_se_verifie_se_relit_puis_se_reprend(client: ClientMaison, portail: Portail) -> None:
    statut, adresse, _ = deposer(client, fichier({}, {"nuc": "12"}))
    assert statut == 303
    relue = page(client, adresse)
    assert "Une ligne est à corriger" in relue
    assert "Reprendre 1 candidat sans les lignes fausses" in relue
    assert client.htmx(adresse).status_code == 200
    client.post(adresse, data={"acte": "lancer"})
    assert 'hx-trigger="every 2s"' in page(client, adresse)
    travailler(portail, {reprise_nuc.TACHE: reprise_nuc.travail})
    assert "Reprise terminée" in page(client, adresse)
    resultat = client.get(f"{adresse}/resultat.csv")
    assert resultat.mimetype == "text/csv"
    assert "TEHAREVANUI" in resultat.text
    assert numero.afficher("22010870J").replace("\N{NO-BREAK SPACE}", " ") in page(
        client, f"{RACINE}?nom=teha"
    )


def test_un_fichier_faux_est_explique(client: ClientMaison) -> None:
    assert "Choisissez le fichier CSV." in deposer(client, b"", "")[2]
    statut, _, lue = deposer(client, b"nuc;civilite;nom_naissance;prenoms\nA;B;C;D\n")
    assert statut == 422
    assert "Les colonnes de votre fichier" in lue
    assert "colonnes dans ce fichier" in lue
    assert db.session.scalar(select(Reprise)) is None


def test_un_import_s_abandonne(client: ClientMaison) -> None:
    _, adresse, _ = deposer(client, fichier({}))
    client.post(adresse, data={"acte": "abandonner"})
    assert "Import abandonné" in page(client, adresse)
    assert "anciens.csv" in page(client, f"{RACINE}/reprises")


@pytest.mark.parametrize(("acte", "dit"), [("rattacher", "NUC rattaché"), ("ecarter", "Ligne écartée")])
def test_l_union_decide_d_une_ligne_a_rattacher(
    client: ClientMaison, portail: Portail, acte: str, dit: str
) -> None:
    meme_personne()
    _, adresse, _ = deposer(client, fichier({}))
    client.post(adresse, data={"acte": "lancer"})
    travailler(portail, {reprise_nuc.TACHE: reprise_nuc.travail})
    assert "Rattacher à ce compte" in page(client, f"{adresse}?etat=a_rattacher")
    reponse = client.post(f"{adresse}/lignes/2", data={"acte": acte})
    assert dit in page(client, reponse.location)
    assert client.post(f"{adresse}/lignes/2", data={"acte": acte}).status_code == 409


def test_le_fichier_a_remplir_a_les_bons_titres(client: ClientMaison) -> None:
    assert client.get(f"{RACINE}/reprises/modele.csv").text.startswith("\ufeffnuc;civilite;nom_naissance")
