"""A gestionnaire convokes from a CSV file; the candidate opens the convocation in « Mes documents »."""

from __future__ import annotations

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.services import inscription
from tests import fabriques
from tests.candidatures import COORDONNEES, REPONSES
from tests.candidatures import CS as LIVRE
from tests.e2e.conftest import Ouvrir, fautes_axe
from tests.e2e.portail_vivant import PortailVivant
from tests.integration.services.envois import convocations, numero
from tests.parcours import remplir

CS = "clermont_ferrand/demo-cs-2026"
TITRE = "Convocation aux épreuves pratiques"


def joindre(page: Page, *lignes: str) -> None:
    fichier = {"name": "convocations.csv", "mimeType": "text/csv", "buffer": convocations(*lignes)}
    page.get_by_label("Fichier CSV").set_input_files(files=[fichier])  # type: ignore[list-item]
    page.get_by_role("button", name="Vérifier le fichier").click()


def test_du_fichier_csv_a_mes_documents(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    """G-375, S-254: one line is wrong, the gestionnaire goes on without it; the page follows by itself."""
    with vivant.personne() as (compte, temoin):
        assert compte.candidat is not None
        cle = remplir(vivant.portail, compte.candidat, CS, {**COORDONNEES, **REPONSES[LIVRE]}).cle
        inscription.enregistrer(vivant.portail, vivant.candidat(compte), cle)
        n, jour = numero(cle), f"10/06/{vivant.horloge.maintenant().year + 1}"
        du_service = vivant.temoin(fabriques.agent())
    service, candidat = ouvrir(), ouvrir(viewport={"width": 360, "height": 800})
    service.context.add_cookies([du_service])
    candidat.context.add_cookies([temoin])
    convoquer(service, vivant.adresse, f"{n};EP1;{jour};09:00;Lycée Roger Claustres;B12;Équerre")
    lire(candidat, vivant.adresse, cle)


def convoquer(page: Page, adresse: str, ligne: str) -> None:
    """From « Envois » to the end of the operation, without ever asking for the page again."""
    page.goto(f"{adresse}/gestion/operations")
    page.get_by_role("link", name="Nouvel envoi").click()
    page.get_by_role("link", name="Convocations aux épreuves").click()
    page.get_by_label("Titre de la convocation").fill(TITRE)
    joindre(page, ligne, "20269999999-001;EP1;31/02/2027;25:00;;;")
    expect(page.get_by_text("Le fichier est à corriger")).to_be_visible()
    expect(page.locator(".resultats")).to_contain_text("Ligne 3")
    assert fautes_axe(page) == []
    page.get_by_role("button", name="Continuer sans cette ligne").click()
    expect(
        page.get_by_text(f"Nouveau document : {TITRE}".replace(" :", "\N{NO-BREAK SPACE}:"))
    ).to_be_visible()
    page.get_by_role("button", name="Publier les convocations (1)").click()
    expect(page.get_by_role("heading", name="Envoi terminé")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 document prêt sur 1")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("1 mail parti sur 1")).to_be_visible(timeout=30_000)
    assert fautes_axe(page) == []


def lire(page: Page, adresse: str, cle: str) -> None:
    page.goto(f"{adresse}/documents/{cle}")
    lien = page.get_by_role("link", name=TITRE, exact=True)
    expect(lien).to_be_visible()
    recu = page.request.get(f"{adresse}{lien.get_attribute('href')}")
    dit = " ".join(PdfReader(io.BytesIO(recu.body())).pages[0].extract_text().split())
    assert TITRE in dit
    assert "Lycée Roger Claustres" in dit
    assert "Salle B12" in dit
