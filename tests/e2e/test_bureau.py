"""The office in a real browser: find a candidature, correct it, put the session off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.services.portail import Portail
from tests import fabriques
from tests.client import ClientMaison
from tests.e2e.conftest import fautes_axe, surveiller
from tests.parcours import ESSAI, inscrire, publier_essai

PAGES = (
    "/gestion/candidatures?etat=enregistree", "/gestion/candidatures/{cle}",
    "/gestion/candidatures/{cle}/delais",
    "/gestion/candidatures/{cle}/etat-civil", "/gestion/candidatures/{cle}/transitions/rejeter",
    "/gestion/candidatures/{cle}/corrections/situation", f"/gestion/sessions/{ESSAI}", "/gestion/filtres",
)  # fmt: skip


@pytest.fixture
def cle(portail: Portail) -> str:
    publier_essai(portail)
    for nom in ("MARTIN", "ZOLA"):
        inscrire(portail, fabriques.candidat(nom_naissance=nom))
    return inscrire(portail, fabriques.candidat(nom_naissance="LEFÈVRE")).cle


@pytest.fixture
def page_bureau(page_sure: Page, adresse: str, client: ClientMaison, cle: str) -> Page:
    entrer(page_sure, adresse, client)
    return page_sure


def entrer(page: Page, adresse: str, client: ClientMaison) -> None:
    client.connecter(fabriques.agent())
    temoin = client.get_cookie("portail", domain="localhost")
    assert temoin is not None
    page.context.add_cookies([{"name": "portail", "value": temoin.value, "url": adresse}])


def test_chercher_corriger_et_prolonger(page_bureau: Page, adresse: str) -> None:
    page = page_bureau
    page.goto(f"{adresse}/gestion/candidatures")
    chercher_et_corriger(page)
    prolonger(page, adresse)


def test_le_bureau_marche_sans_javascript(
    browser: Browser, browser_context_args: dict[str, object], adresse: str, client: ClientMaison, cle: str
) -> None:
    contexte = browser.new_context(**{**browser_context_args, "java_script_enabled": False})  # type: ignore[arg-type]
    with surveiller(contexte, adresse):
        page = contexte.new_page()
        entrer(page, adresse, client)
        page.goto(f"{adresse}/gestion/candidatures")
        chercher_et_corriger(page)
    contexte.close()


def chercher_et_corriger(page: Page) -> None:
    expect(page.get_by_role("heading", name="3 candidatures")).to_be_visible()
    page.get_by_label("Rechercher").fill("lefevre")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", name="1 candidature", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("LEFÈVRE")).click()
    page.get_by_role("link", name="Corriger", exact=True).click()
    page.get_by_role("link", name="Identification").click()
    page.get_by_label("Adresse 1").fill("3 place du Marché")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("3 place du Marché").first).to_be_visible()
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_text("Indiquez le motif").first).to_be_visible()
    page.get_by_label("Motif de la correction").fill("Changement d'adresse signalé par courrier.")
    page.get_by_role("button", name="Enregistrer la correction").click()
    expect(page.get_by_text("Correction enregistrée")).to_be_visible()
    expect(page.get_by_text("Changement d'adresse signalé par courrier.")).to_be_visible()


def prolonger(page: Page, adresse: str) -> None:
    page.goto(f"{adresse}/gestion/sessions")
    page.get_by_role("link", name="Repousser une date").first.click()
    page.get_by_label("La date à repousser").select_option("inscription")
    page.get_by_label("Nouvelle date limite").fill("01/12/2025")
    page.get_by_label("Heure").fill("17:00")
    page.get_by_label("Motif").fill("Le portail a été indisponible le 18 novembre.")
    page.get_by_role("button", name="Voir qui est concerné").click()
    expect(page.get_by_text("3 inscriptions enregistrées")).to_be_visible()
    page.get_by_role("button", name="Repousser pour tous").click()
    expect(page.get_by_text("C'est fait")).to_be_visible()
    page.goto(adresse)
    expect(page.get_by_text("date limite repoussée")).to_be_visible()


@pytest.mark.parametrize(("largeur", "couleurs"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_les_pages_du_bureau_sont_accessibles_et_ne_debordent_pas(
    page_bureau: Page, adresse: str, cle: str, largeur: int, couleurs: str
) -> None:
    page_bureau.set_viewport_size({"width": largeur, "height": 800})
    page_bureau.emulate_media(color_scheme=couleurs)  # type: ignore[arg-type]
    for chemin in PAGES:
        page_bureau.goto(adresse + chemin.format(cle=cle))
        trop = page_bureau.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert trop == 0, chemin
        assert fautes_axe(page_bureau) == [], chemin
