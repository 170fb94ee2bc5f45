"""What guides 002 §8, §11 and 003 III, IV say of documents, annulation and désinscription."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.pdf import RenduXhtml2pdf
from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.services import operation
from portal.services.candidature import situation_de
from portal.services.circuit import franchir
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import Candidature, Document
from portal.worker import travailler
from tests.candidatures import BIA, OUVERT
from tests.client import ClientMaison
from tests.integration.services.envois import (
    agent,
    convocations,
    convoquer,
    documents,
    inscriptions,
    mails,
    mener,
    numero,
)
from tests.integration.web.candidat.parcours_web import texte

APRES_CLOTURE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def lui(portail: Portail) -> AgentEnPoste:
    return agent(portail, sante=True)


@pytest.fixture
def cle(portail: Portail, client: ClientMaison) -> str:
    """A CS of Clermont-Ferrand, and its candidate in front of « Mes documents »."""
    [une] = inscriptions(portail, 1)
    travailler(portail)
    client.connecter(candidature(une).candidat.compte)
    return une


def candidature(cle: str) -> Candidature:
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def mes_documents(client: ClientMaison, cle: str) -> str:
    return texte(client.get(f"/documents/{cle}"))


def lire(portail: Portail, un: Document) -> str:
    with portail.stockage.ouvrir(un.stockage_cle or "") as flux:
        pages = PdfReader(io.BytesIO(flux.read())).pages
        dit = " ".join(page.extract_text() for page in pages)
    return " ".join(dit.replace("\N{NO-BREAK SPACE}", " ").replace("’", "'").split())


def en_vrai(portail: Portail) -> Portail:
    return replace(portail, pdf=RenduXhtml2pdf())


def ligne(cle: str, epreuve: str = "EP1") -> str:
    return f"{numero(cle)};{epreuve};10/06/2026;09:00;Lycée Roger Claustres;B12;Équerre"


def test_chaque_type_de_document_du_service_se_publie_et_se_trouve(
    portail: Portail, client: ClientMaison, lui: AgentEnPoste, cle: str
) -> None:
    """G-349, G-374, G-375, G-377, S-247, S-249, S-251, S-253, S-254, S-256, S-257: the list grows."""
    notes = f"N° candidature;Épreuve;Note;Résultat\n{numero(cle)};EP1;12;ADMIS".encode()
    mesures = {cle: {"mesures": "Tiers temps"}}
    etapes = (
        ("Relance de pièces justificatives", operation.preparer(portail, lui, "relance", {}, [cle])),
        (
            "Notification de mesures d'aménagements",
            operation.preparer(portail, lui, "amenagements", {}, [cle], mesures),
        ),
        ("Convocation aux épreuves écrites", convoquer(portail, lui, convocations(ligne(cle)))),
        ("Relevé de notes", operation.preparer_fichier(portail, lui, "releve", {}, notes, "n.csv")),
    )  # fmt: skip
    for titre, envoi in etapes:
        assert titre not in mes_documents(client, cle)
        mener(portail, lui, envoi)
        assert titre in mes_documents(client, cle).replace("’", "'")


def test_le_service_publie_encore_apres_la_cloture_g_350(
    portail: Portail, client: ClientMaison, lui: AgentEnPoste, cle: str, horloge: HorlogeReglable
) -> None:
    """G-350, S-250."""
    horloge.regler(APRES_CLOTURE)
    mener(portail, lui, convoquer(portail, lui, convocations(ligne(cle)), "Convocation aux oraux"))
    client.connecter(candidature(cle).candidat.compte)
    assert "Convocation aux oraux : Version n°1" in mes_documents(client, cle)


def test_plusieurs_convocations_sont_listees_g_376(
    portail: Portail, client: ClientMaison, lui: AgentEnPoste, cle: str
) -> None:
    """G-376: two titles, two documents; the same again is a new version, the earlier one behind it."""
    for titre in ("Convocation aux écrits", "Convocation aux oraux", "Convocation aux écrits"):
        mener(portail, lui, convoquer(portail, lui, convocations(ligne(cle)), titre))
    page = mes_documents(client, cle)
    assert "Convocation aux écrits : Version n°2" in page
    assert "Convocation aux oraux : Version n°1" in page
    assert "Versions précédentes (1)" in page


def test_il_n_y_a_pas_de_formulaires_g_378(client: ClientMaison, cle: str) -> None:
    """G-378."""
    assert "Les formulaires" not in mes_documents(client, cle)
    assert "Les formulaires" not in texte(client.get("/candidat"))


def test_la_demande_de_pieces_dit_ou_les_envoyer_g_389(portail: Portail, horloge: HorlogeReglable) -> None:
    """G-389: of a modèle whose pièces go by post."""
    horloge.regler(OUVERT[BIA])
    [une] = inscriptions(portail, 1, BIA)
    travailler(en_vrai(portail))
    dit = lire(portail, documents(une, "demande_pieces")[0])
    assert "À l'adresse : Rectorat de la Martinique, DEC2" in dit


def test_la_demande_de_pieces_se_lit_dans_mes_documents_g_390(
    portail: Portail, client: ClientMaison, cle: str
) -> None:
    """G-390, S-248, S-252, S-255: there at once."""
    page = mes_documents(client, cle)
    assert "Demande de pièces justificatives : Version n°1" in page
    assert "Confirmation d'inscription : Version n°1" in page


def test_la_relance_dit_chaque_piece_et_sa_date(portail: Portail, lui: AgentEnPoste, cle: str) -> None:
    """G-374, S-253."""
    mener(en_vrai(portail), lui, operation.preparer(portail, lui, "relance", {}, [cle]))
    dit = lire(portail, documents(cle, "relance_pieces")[0])
    for morceau in ("CINSIG01 : Confirmation d'inscription signée", "Manquante", "mercredi 19 novembre"):
        assert morceau in dit, (morceau, dit)


def test_la_convocation_dit_quand_ou_et_avec_quoi(portail: Portail, lui: AgentEnPoste, cle: str) -> None:
    """G-375, S-254."""
    envoi = convoquer(portail, lui, convocations(ligne(cle)))
    mener(en_vrai(portail), lui, envoi)
    dit = lire(portail, documents(cle, "convocation")[0])
    for morceau in (
        "mercredi 10 juin 2026", "9 h 00", "Lycée Roger Claustres", "Salle B12", "Équerre",
        "pièce d'identité", "DURAND Élise Marie", "/verification/",
    ):  # fmt: skip
        assert morceau in dit, (morceau, dit)


def test_l_annulation_est_notifiee_et_sans_appel_s_244_s_245_s_246(
    portail: Portail, client: ClientMaison, lui: AgentEnPoste, cle: str, horloge: HorlogeReglable
) -> None:
    """S-244, S-245, S-246: the letter can be printed, says it, and nothing leads back."""
    horloge.regler(APRES_CLOTURE)
    mener(en_vrai(portail), lui, operation.preparer(portail, lui, "annulation", {}, [cle]))
    assert candidature(cle).etat == "annulee"
    dit = lire(portail, documents(cle, "notification_annulation")[0])
    for morceau in (
        "est annulée",
        "Dossier non régularisé",
        "SANS APPEL",
        "tribunal administratif",
        "CINSIG01",
    ):
        assert morceau in dit, (morceau, dit)
    assert len(mails("annuler")) == 1
    client.connecter(candidature(cle).candidat.compte)
    assert client.post(f"/inscriptions/{cle}/modifier").status_code in (403, 409)
    assert candidature(cle).etat == "annulee"


def desinscrire(portail: Portail, cle: str, profil: str) -> None:
    with ecriture() as s:
        une = s.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        situation = situation_de(portail, une, une.candidat, brouillon=False)
        franchir(portail, une, situation, "desinscrire", profil, compte_id=None, motif="moi")


@pytest.mark.parametrize("profil", ["candidat", "centre"])
def test_le_candidat_seul_ne_se_desinscrit_pas_g_454_g_455(portail: Portail, cle: str, profil: str) -> None:
    """G-454, G-455: no button, and the circuit refuses a forced request."""
    with pytest.raises(TransitionImpossible):
        desinscrire(portail, cle, profil)
    assert candidature(cle).etat == "enregistree"


def test_aucun_bouton_ne_desinscrit_et_le_service_a_contacter_est_dit_g_456_g_457(
    portail: Portail, client: ClientMaison, cle: str
) -> None:
    """G-454, G-455, G-456, G-457."""
    for page in (f"/inscriptions/{cle}", "/inscriptions", f"/inscriptions/{cle}/recapitulatif"):
        corps = client.get(page).text
        assert "desinscrire" not in corps
    un = documents(cle, "confirmation")[0]
    assert un.contexte["contact"]["courriel"] == "dec.exapro2@ac-clermont.fr"
    assert "desinscrire" not in client.get(f"/documents/{cle}").text


def test_le_service_desinscrit_g_458(
    portail: Portail, client: ClientMaison, lui: AgentEnPoste, cle: str
) -> None:
    """G-458: and the candidate is told, with the reason."""
    mener(portail, lui, operation.preparer(portail, lui, "desinscription", {"motif": "À sa demande"}, [cle]))
    assert candidature(cle).etat == "desinscrite"
    assert "À sa demande" in mails("desinscrire")[0].texte
