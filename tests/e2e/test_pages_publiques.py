"""Every public page, on a telephone and on a desk, in the light and in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.adapters.familles import lire_dossier, lire_fichier
from portal.services import annonce
from portal.services.portail import Portail
from portal.services.publication import publier
from tests.e2e.conftest import fautes_axe

RACINE = Path(__file__).parents[2]
CS = "clermont_ferrand/cs-2026"
SPECIALITE = "domaine=Examens professionnels&examen=Certificat de spécialisation"
PAGES = [
    "/",
    "/services",
    f"/services?{SPECIALITE}",
    f"/services?{SPECIALITE}&specialite=echafaudeur&academie={CS}",
    f"/examens/{CS}?specialite=echafaudeur",
    "/aide",
    "/accessibilite",
    "/mentions-legales",
    "/verification/inconnu",
    "/nulle-part",
]


@pytest.fixture
def publie(portail: Portail) -> None:
    fichier = lire_fichier(RACINE / "exam_templates" / f"{CS}.yaml")
    publier(portail, lire_dossier(RACINE / "plugins" / "cs"), fichier, CS, "tests")
    annonce.publier(portail, "Indisponibilité", "Le site sera arrêté mardi de 8 h à 9 h.", "alerte")


@pytest.mark.parametrize(("largeur", "couleurs"), [(320, "light"), (1280, "dark")])
def test_les_pages_publiques_sont_accessibles_et_ne_debordent_pas(
    publie: None, page_sure: Page, adresse: str, largeur: int, couleurs: str
) -> None:
    page_sure.set_viewport_size({"width": largeur, "height": 800})
    page_sure.emulate_media(color_scheme=couleurs)  # type: ignore[arg-type]
    for chemin in PAGES:
        page_sure.goto(adresse + chemin)
        trop = page_sure.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert trop == 0, chemin
        assert fautes_axe(page_sure) == [], chemin


def test_la_selection_se_fait_au_clavier_et_l_attention_suit(
    publie: None, page_sure: Page, adresse: str
) -> None:
    page_sure.goto(f"{adresse}/services")
    page_sure.get_by_role("link", name="Examens professionnels").focus()
    page_sure.keyboard.press("Enter")
    expect(page_sure.get_by_role("heading", name="Choisissez un examen")).to_be_focused()
    assert "domaine=" in page_sure.url
    page_sure.go_back()
    expect(page_sure.get_by_role("heading", name="Choisissez un domaine")).to_be_visible()
    expect(page_sure.get_by_role("banner")).to_have_count(1)


def test_une_erreur_se_dit_sans_effacer_la_page(publie: None, page_sure: Page, adresse: str) -> None:
    page_sure.goto(f"{adresse}/services")
    page_sure.get_by_role("link", name="Examens professionnels").evaluate(
        "lien => { lien.setAttribute('hx-get', '/examens/nulle_part'); htmx.process(lien); }"
    )
    page_sure.get_by_role("link", name="Examens professionnels").click()
    expect(page_sure.locator("#messages")).to_contain_text("Page introuvable")
    expect(page_sure.get_by_role("heading", name="Choisissez un domaine")).to_be_visible()


def test_le_menu_du_telephone_s_ouvre_et_se_ferme_au_clavier(page_sure: Page, adresse: str) -> None:
    page_sure.set_viewport_size({"width": 360, "height": 800})
    page_sure.goto(adresse)
    page_sure.keyboard.press("Tab")
    expect(page_sure.get_by_role("link", name="Aller au contenu")).to_be_focused()
    menu = page_sure.locator(".menu summary")
    menu.focus()
    page_sure.keyboard.press("Enter")
    lien = page_sure.get_by_role("banner").get_by_role("link", name="Ouverture des services")
    expect(lien).to_be_visible()
    page_sure.keyboard.press("Escape")
    expect(lien).to_be_hidden()
    expect(menu).to_be_focused()


def test_l_heure_de_l_appareil_s_ajoute_a_celle_de_l_academie(
    publie: None, browser: object, browser_context_args: dict[str, object], adresse: str
) -> None:
    contexte = browser.new_context(  # type: ignore[attr-defined]
        **{**browser_context_args, "timezone_id": "America/Martinique"}
    )
    page = contexte.new_page()
    page.goto(f"{adresse}/examens/{CS}")
    echeance = page.locator("[data-echeance]")
    expect(echeance).to_contain_text("mercredi 19 novembre 2025 à 17\u00a0h\u00a000 (heure de Paris)")
    expect(echeance).to_contain_text("12\u00a0h\u00a000 à l'heure de votre appareil")
    contexte.close()


@pytest.mark.parametrize(
    "cible", ["a.bouton", ".navigation--large a", ".pied a", ".choix-niveau a", ".retour"]
)
def test_ce_qui_se_touche_mesure_au_moins_44_pixels(
    publie: None, page_sure: Page, adresse: str, cible: str
) -> None:
    page_sure.set_viewport_size({"width": 1280, "height": 800})
    page_sure.goto(
        f"{adresse}/" if cible == "a.bouton" else f"{adresse}/services?domaine=Examens professionnels"
    )
    hauteurs = [boite["height"] for un in page_sure.locator(cible).all() if (boite := un.bounding_box())]
    assert hauteurs
    assert min(hauteurs) >= 44
