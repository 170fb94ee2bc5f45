"""Figures and exports in a real browser: nothing overflows, axe is silent, a file arrives."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from portal.adapters.horloge import HorlogeReglable
from portal.services.portail import Portail
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.e2e.conftest import fautes_axe
from tests.e2e.test_verification import entrer
from tests.pieces_deposees import rendre

DEBORDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LARGEURS = (360, 1280)


@pytest.fixture
def page(
    page_sure: Page, client: ClientMaison, portail: Portail, horloge: HorlogeReglable, adresse: str
) -> Page:
    """The browser of a gestionnaire, with two candidatures to draw and to export."""
    horloge.regler(OUVERT[CS])
    inscrites = [
        inscrire_a(portail, fabriques.candidat(nom_naissance=nom), CS) for nom in ("TALU", "=HYPERLINK(1)")
    ]
    rendre(portail, inscrites[0])
    return entrer(page_sure, client, fabriques.agent(), adresse)


@pytest.mark.e2e
@pytest.mark.parametrize("chemin", ["/gestion/chiffres", "/gestion/exports", "/gestion/exports/nouveau"])
@pytest.mark.parametrize("largeur", LARGEURS)
def test_rien_ne_deborde_et_axe_se_tait(page: Page, adresse: str, chemin: str, largeur: int) -> None:
    page.set_viewport_size({"width": largeur, "height": 900})
    page.goto(f"{adresse}{chemin}")
    assert not page.evaluate(DEBORDE)
    assert fautes_axe(page) == []


@pytest.mark.e2e
def test_une_figure_se_lit_aussi_comme_un_tableau(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/gestion/chiffres")
    figure = page.locator("figure", has=page.get_by_role("heading", name="Inscriptions par jour"))
    barre = figure.locator("rect.jours__barre").first
    boite = barre.bounding_box()
    assert boite is not None
    assert boite["height"] > 100
    figure.get_by_text("Voir le tableau").click()
    expect(figure.get_by_role("row").filter(has_text="5 novembre 2025")).to_contain_text("2")


@pytest.mark.e2e
def test_un_export_se_prepare_et_se_telecharge(
    page: Page, portail: Portail, adresse: str, tmp_path: Path
) -> None:
    page.goto(f"{adresse}/gestion/candidatures")
    page.get_by_role("link", name="Exporter").click()
    page.get_by_role("button", name="Préparer le fichier").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    travailler(portail)
    # The list asks again by itself.
    lien = page.get_by_role("link", name="Télécharger")
    expect(lien).to_be_visible()
    with page.expect_download() as attendu:
        lien.click()
    attendu.value.save_as(tmp_path / "liste.xlsx")
    feuille = openpyxl.load_workbook(tmp_path / "liste.xlsx").active
    assert feuille is not None
    assert feuille.max_row == 3
    noms = [
        cellule for rangee in feuille.iter_rows() for cellule in rangee if cellule.value == "=HYPERLINK(1)"
    ]
    assert [cellule.data_type for cellule in noms] == ["s"]
