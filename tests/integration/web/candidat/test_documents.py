"""« Mes documents », where one stands, and whom to write to (G-347 to G-370, G-454 to G-457)."""

from __future__ import annotations

import html

import pytest

from portal.services import tache
from portal.services.portail import Portail
from portal.tables import Candidat, Document
from portal.worker import TRAVAUX
from tests import fabriques
from tests.candidatures import CS, inscrire_a
from tests.client import ClientMaison
from tests.parcours import inscrire, publier_essai


@pytest.fixture
def candidat(portail: Portail, client: ClientMaison) -> Candidat:
    candidat = fabriques.candidat()
    client.connecter(candidat.compte)
    return candidat


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    publier_essai(portail)
    return inscrire(portail, candidat).cle


def travailler(portail: Portail) -> None:
    while tache.executer_prochaine(portail, TRAVAUX):
        pass


def test_mes_documents_dit_a_qui_et_pour_quelle_inscription_g_351_g_361(
    client: ClientMaison, candidat: Candidat, cle: str
) -> None:
    page = lisible(client.get("/documents").text)
    for morceau in (
        "<h1>Mes documents</h1>", "N°Candidat", str(candidat.numero), "DURAND Élise Marie",
        "Né(e) le 17/05/2004",
        "ESSAIS", "2026", "Examen d'essai", "Académie de Versailles", "N° : 001", f"/documents/{cle}",
    ):  # fmt: skip
        assert morceau in page, morceau


def test_la_liste_dit_le_type_la_version_et_l_instant_g_364_g_369(
    client: ClientMaison, candidat: Candidat, cle: str, portail: Portail
) -> None:
    travailler(portail)
    page = lisible(client.get(f"/documents/{cle}").text)
    for morceau in (
        f"Liste des documents publiés pour la candidature n° {candidat.numero} - 001",
        "Récapitulatif d’inscription</a> : Version n°1 mis à jour le 05/11/2025 12:00",
        "Demande de pièces justificatives</a> : Version n°1 mis à jour le 05/11/2025 12:00",
        "Cliquer sur le lien pour ouvrir/télécharger le document.",
    ):
        assert morceau in page, morceau
    assert page.index("Récapitulatif d’inscription</a>") < page.index("Demande de pièces")


def test_un_document_en_preparation_le_dit_et_s_actualise(
    client: ClientMaison, cle: str, portail: Portail
) -> None:
    page = lisible(client.get(f"/documents/{cle}").text)
    assert "En préparation" in page
    assert 'hx-trigger="every 3s"' in page
    travailler(portail)
    fragment = client.htmx(f"/documents/{cle}").text
    assert "every 3s" not in fragment
    assert "<html" not in fragment


def test_le_pdf_s_ouvre_ou_s_enregistre_g_370(client: ClientMaison, cle: str, portail: Portail) -> None:
    travailler(portail)
    un = document("confirmation")
    adresse = f"/documents/{cle}/{un.cle}"
    reponse = client.get(adresse)
    assert reponse.mimetype == "application/pdf"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert reponse.headers["Content-Disposition"].startswith("inline")
    enregistre = client.get(f"{adresse}?telecharger=1").headers["Content-Disposition"]
    assert enregistre.startswith("attachment; filename=confirmation-")


def test_un_document_pas_encore_pret_mene_a_la_liste(client: ClientMaison, cle: str) -> None:
    reponse = client.get(f"/documents/{cle}/{document('confirmation').cle}")
    assert (reponse.status_code, reponse.location) == (303, f"/documents/{cle}")


def test_tout_est_introuvable_pour_un_autre(client: ClientMaison, cle: str, portail: Portail) -> None:
    travailler(portail)
    un = document("confirmation").cle
    client.connecter(fabriques.compte())
    for adresse in (
        f"/documents/{cle}", f"/documents/{cle}/{un}", f"/inscriptions/{cle}",
        f"/inscriptions/{cle}/calendrier.ics",
    ):  # fmt: skip
        assert client.get(adresse).status_code == 404, adresse


def test_la_page_de_suivi_dit_ou_l_on_en_est_et_qui_contacter_g_454_g_457(
    client: ClientMaison, candidat: Candidat, portail: Portail
) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    page = lisible(client.get(f"/inscriptions/{cle}").text)
    for morceau in (
        "Où j'en suis", "Inscription enregistrée", "Fournir vos pièces", "CINSIG01",
        "Vous ne pouvez pas vous désinscrire vous-même", "dec.exapro2@ac-clermont.fr", "tel:0473993494",
        "vendredi 6 mars 2026", f"/inscriptions/{cle}/calendrier.ics",
    ):  # fmt: skip
        assert morceau in page, morceau
    assert "desinscrire" not in page


def test_le_calendrier_se_telecharge(client: ClientMaison, cle: str) -> None:
    reponse = client.get(f"/inscriptions/{cle}/calendrier.ics")
    assert reponse.mimetype == "text/calendar"
    assert reponse.data.startswith(b"BEGIN:VCALENDAR")


def test_mes_justificatifs_dit_les_pieces_par_mode_et_par_date(
    client: ClientMaison, candidat: Candidat, portail: Portail
) -> None:
    inscrire_a(portail, candidat, CS)
    page = lisible(client.get("/justificatifs").text)
    assert (
        "À déposer en ligne entre le lundi 20 octobre 2025 et le mercredi 19 novembre 2025 à 17 h 00" in page
    )
    assert "Annexe 3 – Montage" in page


def document(code: str) -> Document:
    from portal.db import db

    trouve = db.session.query(Document).filter_by(code=code).first()
    assert trouve is not None
    return trouve


def lisible(page: str) -> str:
    """Return a page as it is read."""
    return html.unescape(page).replace("\N{NO-BREAK SPACE}", " ")
