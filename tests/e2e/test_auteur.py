"""The authors' page in a real browser: nothing sticks out, and axe finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.services.demonstration_modeles import publier_copies
from portal.services.portail import Portail
from portal.services.publication_dossier import publier_dossier
from tests import fabriques
from tests.client import ClientMaison
from tests.e2e.conftest import fautes_axe
from tests.integration.services.dossier_modeles import MODELE, Atelier, remplacer


@pytest.fixture
def page_auteur(
    page_sure: Page, adresse: str, client: ClientMaison, portail: Portail, tmp_path: Path
) -> Page:
    """The page with a published modèle, its copy, and two files that wait for a correction."""
    atelier = Atelier.dans(tmp_path)
    atelier.ecrire()
    atelier.ecrire(remplacer(MODELE, "session:", "sesion:"), "un-nom-de-fichier-plutot-long-2026")
    atelier.ecrire("a: [\n", "illisible")
    publier_dossier(portail, atelier.modeles, atelier.familles)
    publier_copies(portail, atelier.modeles, atelier.familles)
    client.connecter(fabriques.compte("auteur"))
    temoin = client.get_cookie("portail", domain="localhost")
    assert temoin is not None
    page_sure.context.add_cookies([{"name": "portail", "value": temoin.value, "url": adresse}])
    return page_sure


@pytest.mark.parametrize(
    ("largeur", "couleurs"), [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_la_page_des_auteurs_est_accessible_et_ne_deborde_pas(
    page_auteur: Page, adresse: str, largeur: int, couleurs: str
) -> None:
    page_auteur.set_viewport_size({"width": largeur, "height": 800})
    page_auteur.emulate_media(color_scheme=couleurs)  # type: ignore[arg-type]
    page_auteur.goto(f"{adresse}/auteur/modeles")
    expect(page_auteur.get_by_role("heading", name="À corriger")).to_be_visible()
    page_auteur.get_by_text("Version 1 en service").first.click()
    trop = page_auteur.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert trop == 0
    assert fautes_axe(page_auteur) == []
