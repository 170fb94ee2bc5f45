"""Pièces on the page of a candidature: received by post, scanned, of health."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.db import db, ecriture
from portal.services.perimetre import agent_de, contexte_pour
from portal.services.piece_du_service import pieces_de
from portal.services.portail import Portail
from portal.tables import Candidature, Compte, Evenement
from portal.tables.piece import Depot, PieceCandidature
from portal.worker import travailler
from tests import fabriques
from tests.client import ClientMaison
from tests.fichiers import pdf
from tests.integration.web.candidat.parcours_web import texte
from tests.parcours import inscrire, publier_essai
from tests.pieces_deposees import ligne, rendre

PIECES = """
pieces:
  permis: {intitule: Copie du permis de conduire, canal: courrier, formats: [pdf], taille: 100 Ko}
  certificat: {intitule: Certificat médical, donnee: sante}
"""
Envoi = tuple[io.BytesIO, str]


@pytest.fixture
def candidature(portail: Portail) -> Candidature:
    publier_essai(portail, en_plus=PIECES)
    return inscrire(portail, fabriques.candidat())


@pytest.fixture
def agent(client: ClientMaison, candidature: Candidature) -> Compte:
    compte = fabriques.agent()
    client.connecter(compte)
    return compte


@pytest.fixture
def adresse(candidature: Candidature) -> str:
    return f"/gestion/candidatures/{candidature.cle}/pieces/permis"


def vue(page: TestResponse) -> str:
    trouvee = re.search(r'name="vue" value="([0-9a-f]+)"', page.text)
    assert trouvee
    return trouvee[1]


def joindre(client: ClientMaison, adresse: str, *envois: Envoi) -> TestResponse:
    return client.post(f"{adresse}/scan", data={"fichiers": list(envois)}, content_type="multipart/form-data")


def test_une_piece_arrivee_par_courrier_se_marque_avec_sa_date(
    client: ClientMaison, agent: Compte, adresse: str
) -> None:
    page = client.get(adresse)
    assert "Non fournie" in texte(page)
    donnees = {"statut": "recue", "recue_le": "2025-11-04", "vue": vue(page)}
    reponse = client.post(f"{adresse}/statut", data=donnees)
    assert (reponse.status_code, reponse.location) == (303, adresse)
    assert "Statut : Reçue Date de réception : 04/11/2025" in texte(client.get(adresse))
    (recue,) = db.session.scalars(select(PieceCandidature)).all()
    assert (recue.canal_recu, recue.a_verifier) == ("courrier", True)


def test_une_numerisation_passe_par_les_memes_controles(
    client: ClientMaison, agent: Compte, adresse: str, portail: Portail
) -> None:
    assert joindre(client, adresse, (io.BytesIO(pdf(2)), "permis.pdf")).status_code == 303
    travailler(portail)
    (depot,) = db.session.scalars(select(Depot)).all()
    assert (depot.origine, depot.nom, depot.pages, depot.apercu) == ("gestionnaire", "permis.pdf", 2, "fait")
    assert "numérisé par le service" in texte(client.get(adresse))
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "piece_numerisee")).one()
    assert fait.compte_id == agent.id
    page = client.get(f"/gestion/pieces/{depot.piece_id}")
    assert "page 2 sur 2" in texte(page)


@pytest.mark.parametrize(
    ("contenu", "nom", "mots"),
    [
        (b"MZ" + bytes(80), "permis.pdf", "permis.pdf"),
        (b"", "vide.pdf", "vide.pdf"),
        (b"%PDF-1.7" + bytes(200 * 1024), "gros.pdf", "gros.pdf"),
    ],
)
def test_une_numerisation_refusee_est_nommee(
    client: ClientMaison, agent: Compte, adresse: str, contenu: bytes, nom: str, mots: str
) -> None:
    reponse = joindre(client, adresse, (io.BytesIO(contenu), nom))
    assert reponse.status_code == 422
    assert mots in texte(reponse)
    assert db.session.scalars(select(Depot)).all() == []


def test_joindre_sans_fichier_est_refuse(client: ClientMaison, agent: Compte, adresse: str) -> None:
    reponse = client.post(f"{adresse}/scan", data={}, content_type="multipart/form-data")
    assert reponse.status_code == 422
    assert "Choisissez au moins un fichier" in texte(reponse)


@pytest.mark.parametrize("saisie", [
    {}, {"statut": "autre"}, {"statut": "recue", "recue_le": "2125-01-01"},
    {"statut": "non_conforme", "motif": "invente"}, {"statut": "non_conforme", "texte": "x" * 5000},
    {"statut": "non_conforme", "accorder": "oui", "limite": "2025-01-01"},
])  # fmt: skip
def test_un_statut_refuse_garde_ce_qui_est_tape(
    client: ClientMaison, agent: Compte, adresse: str, saisie: dict[str, str]
) -> None:
    reponse = client.post(f"{adresse}/statut", data={**saisie, "vue": vue(client.get(adresse))})
    assert reponse.status_code == 422
    assert "champ__erreur" in reponse.text
    assert db.session.scalars(select(PieceCandidature)).all() == []


def test_une_page_depassee_ne_decide_rien(client: ClientMaison, agent: Compte, adresse: str) -> None:
    lue = vue(client.get(adresse))
    client.post(f"{adresse}/statut", data={"statut": "conforme", "vue": lue})
    reponse = client.post(f"{adresse}/statut", data={"statut": "non_conforme", "vue": lue})
    assert reponse.status_code == 409
    assert "vient d'être traitée : « Conforme »" in texte(reponse)


def test_hors_du_perimetre_la_piece_n_existe_pas(
    client: ClientMaison, candidature: Candidature, adresse: str
) -> None:
    client.connecter(fabriques.agent(famille="cap"))
    assert client.get(adresse).status_code == 404
    assert client.post(f"{adresse}/statut", data={"statut": "conforme"}).status_code == 404
    assert joindre(client, adresse, (io.BytesIO(pdf()), "permis.pdf")).status_code == 404
    client.connecter(fabriques.agent())
    assert client.get(adresse.replace("permis", "inconnue")).status_code == 404
    assert client.get(adresse.replace(candidature.cle, "x" * 22)).status_code == 404


def test_une_piece_de_sante_n_existe_que_pour_qui_y_a_droit(
    client: ClientMaison, portail: Portail, candidature: Candidature
) -> None:
    piece = rendre(portail, candidature, "certificat")
    (cle,) = {depot.cle for depot in ligne(piece).depots}
    file = "/gestion/verification/versailles/essai/certificat"
    adresses = (
        f"/gestion/pieces/{piece}", f"/gestion/pieces/{cle}/images/1", f"/gestion/pieces/{cle}/original",
        f"/gestion/candidatures/{candidature.cle}/pieces/certificat",
    )  # fmt: skip
    client.connecter(fabriques.agent())
    for adresse in (file, *adresses):
        assert client.get(adresse).status_code == 404, adresse
    refus = client.post(f"/gestion/pieces/{piece}/decision", data={"statut": "conforme"})
    assert refus.status_code == 404
    assert "Certificat médical" not in texte(client.get("/gestion/verification"))
    client.connecter(fabriques.agent(sante=True))
    assert client.get(file).status_code == 303
    for adresse in adresses:
        assert client.get(adresse).status_code == 200, adresse


def test_la_liste_des_pieces_reserve_celles_de_sante(portail: Portail, candidature: Candidature) -> None:
    cle = candidature.cle
    for sante, reservees in ((False, ["certificat"]), (True, [])):
        agent = agent_de(portail, fabriques.agent(sante=sante).id)
        pieces = pieces_de(agent, contexte_pour(portail, agent, cle))
        assert [une.cle for une in pieces] == ["permis", "certificat"]
        assert [une.cle for une in pieces if une.reservee] == reservees


def test_une_candidature_annulee_ne_recoit_plus_de_scan(
    client: ClientMaison, agent: Compte, adresse: str, candidature: Candidature
) -> None:
    identifiant = candidature.id
    with ecriture() as s:
        s.get_one(Candidature, identifiant).etat = "annulee"
        s.get_one(Candidature, identifiant).phase = "ecartee"
    assert joindre(client, adresse, (io.BytesIO(pdf()), "permis.pdf")).status_code == 409
    assert db.session.scalars(select(Depot)).all() == []
