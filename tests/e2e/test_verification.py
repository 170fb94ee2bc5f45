"""The checking station in a real browser: by keyboard alone, undone in time, by two people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables import Compte
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.e2e.conftest import fautes_axe, surveiller
from tests.pieces_deposees import ligne, rendre

FILE = f"/gestion/verification/{CS}/identite"
DEBORDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def pieces(portail: Portail, horloge: HorlogeReglable) -> list[int]:
    """Three identity documents that wait, of two pages each."""
    horloge.regler(OUVERT[CS])
    noms = (("TALU", "Jean"), ("MARTIN", "Léa"), ("PETIT", "Hugo"))
    return [
        rendre(
            portail,
            inscrire_a(portail, fabriques.candidat(nom_naissance=nom, prenoms=prenom), CS),
            pages=2,
        )
        for nom, prenom in noms
    ]


def entrer(page: Page, client: ClientMaison, compte: Compte, adresse: str) -> Page:
    """Give a browser the cookie of a gestionnaire."""
    client.connecter(compte)
    temoin = client.get_cookie("portail", domain="localhost")
    assert temoin is not None
    page.context.add_cookies([{"name": "portail", "value": temoin.value, "url": adresse}])
    return page


@pytest.fixture
def page(page_sure: Page, client: ClientMaison, pieces: list[int], adresse: str) -> Page:
    return entrer(page_sure, client, fabriques.agent(), adresse)


@pytest.fixture
def autre_page(browser: Browser, client: ClientMaison, pieces: list[int], adresse: str) -> Iterator[Page]:
    """The browser of somebody else."""
    contexte = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    with surveiller(contexte, adresse):
        yield entrer(contexte.new_page(), client, anne_roux(), adresse)
    contexte.close()


def anne_roux() -> Compte:
    compte = fabriques.agent()
    identifiant = compte.id
    with ecriture() as s:
        s.get_one(Compte, identifiant).nom = "Anne Roux"
    return compte


def montre(page: Page, qui: str) -> None:
    expect(page.get_by_role("heading", name=qui)).to_be_visible()
    expect(page.locator("[data-prete]")).to_be_attached()


def test_une_file_se_verifie_au_clavier_seul(page: Page, pieces: list[int], adresse: str) -> None:
    page.goto(f"{adresse}/gestion/verification")
    page.get_by_role("link", name=re.compile("Document justifiant")).focus()
    page.keyboard.press("Enter")
    montre(page, "TALU Jean")
    page.keyboard.press("c")
    montre(page, "MARTIN Léa")
    expect(page.get_by_text("2 restantes sur 3")).to_be_visible()

    page.keyboard.press("n")
    expect(page.get_by_role("radio", name="Pièce illisible")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Une page manque : c, n, r et a ne sont ici que des lettres.")
    expect(page.get_by_label("Information au candidat")).to_have_value(
        "Une page manque : c, n, r et a ne sont ici que des lettres."
    )
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "non_conforme":
            break
    page.keyboard.press("Enter")
    montre(page, "PETIT Hugo")
    refusee = ligne(pieces[1])
    assert (refusee.statut, (refusee.information or "").split("\n")[0]) == ("non_conforme", "Pièce illisible")

    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 restante sur 3")).to_be_visible()
    assert [ligne(piece).statut for piece in pieces] == ["conforme", "non_conforme", "recue"]


def test_une_touche_annule_la_derniere_decision(page: Page, pieces: list[int], adresse: str) -> None:
    page.goto(f"{adresse}{FILE}")
    montre(page, "TALU Jean")
    page.keyboard.press("c")
    expect(page.get_by_text("Dernière décision : « conforme » pour TALU Jean.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Décision annulée")).to_be_visible()
    montre(page, "TALU Jean")
    assert ligne(pieces[0]).statut is None


def test_passer_tourner_agrandir(page: Page, pieces: list[int], adresse: str) -> None:
    page.goto(f"{adresse}{FILE}")
    premiere = page.locator(".page-piece").first
    largeur = premiere.evaluate("un => un.getBoundingClientRect().width")
    page.keyboard.press("t")
    expect(premiere).to_have_attribute("data-tour", "90")
    page.keyboard.press("+")
    assert premiere.evaluate("un => un.getBoundingClientRect().width") > largeur * 1.2
    page.keyboard.press("-")
    page.keyboard.press("ArrowRight")
    montre(page, "MARTIN Léa")
    assert ligne(pieces[0]).prise_par is None


def test_une_touche_frappee_deux_fois_n_accepte_pas_la_suivante(
    page: Page, pieces: list[int], adresse: str
) -> None:
    page.goto(f"{adresse}{FILE}")
    montre(page, "TALU Jean")
    page.keyboard.press("c")
    page.wait_for_url(f"**/gestion/pieces/{pieces[1]}", wait_until="domcontentloaded")
    page.keyboard.press("c")
    montre(page, "MARTIN Léa")
    assert [ligne(piece).statut for piece in pieces] == ["conforme", None, None]


def test_echap_referme_et_rend_le_clavier(page: Page, pieces: list[int], adresse: str) -> None:
    page.goto(f"{adresse}{FILE}")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Pièce illisible")).to_be_hidden()
    montre(page, "TALU Jean")
    page.keyboard.press("c")
    montre(page, "MARTIN Léa")


def test_deux_personnes_ne_voient_jamais_la_meme_piece(
    page: Page, autre_page: Page, pieces: list[int], adresse: str
) -> None:
    page.goto(f"{adresse}{FILE}")
    montre(page, "TALU Jean")
    autre_page.goto(f"{adresse}{FILE}")
    montre(autre_page, "MARTIN Léa")
    autre_page.goto(f"{adresse}/gestion/pieces/{pieces[0]}")
    expect(autre_page.get_by_text("en cours de vérification par")).to_be_visible()
    page.keyboard.press("c")
    montre(page, "PETIT Hugo")
    autre_page.goto(f"{adresse}{FILE}")
    montre(autre_page, "MARTIN Léa")


def test_deux_decisions_opposees_la_seconde_voit_la_premiere(
    page: Page, autre_page: Page, pieces: list[int], adresse: str, horloge: HorlogeReglable
) -> None:
    page.goto(f"{adresse}/gestion/pieces/{pieces[0]}")
    montre(page, "TALU Jean")
    horloge.avancer(timedelta(minutes=6))
    autre_page.goto(f"{adresse}/gestion/pieces/{pieces[0]}")
    montre(autre_page, "TALU Jean")
    autre_page.keyboard.press("c")
    montre(autre_page, "MARTIN Léa")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Pièce déjà traitée")).to_be_visible()
    expect(page.get_by_text("« Conforme », par Anne Roux")).to_be_visible()


@pytest.mark.parametrize("largeur", [360, 1280])
def test_la_station_est_accessible_et_ne_deborde_pas(
    page: Page, pieces: list[int], adresse: str, largeur: int
) -> None:
    page.set_viewport_size({"width": largeur, "height": 900})
    candidature = ligne(pieces[0]).candidature.cle
    db.session.rollback()
    for chemin in ("/gestion/verification", FILE, f"/gestion/candidatures/{candidature}/pieces/activite"):
        page.goto(f"{adresse}{chemin}")
        page.evaluate("document.querySelectorAll('details').forEach(un => { un.open = true; })")
        assert fautes_axe(page) == [], chemin
        assert not page.evaluate(DEBORDE), chemin
