"""Each widget, in each of its states: labelled, tied to its help and its error, never cut."""

from __future__ import annotations

from dataclasses import replace

import jinja2
import pytest
from flask import Flask, render_template
from playwright.sync_api import Page, expect

from portal.domain.champs import TYPES, Champ
from portal.domain.champs.declaration import Nombre
from portal.domain.langage.rendu import Brut, Paragraphe, Rendu
from portal.domain.vues import ChampVue, OptionVue
from portal.web.acces import acces
from tests.e2e.conftest import fautes_axe

AIDE = Rendu((Paragraphe(((Brut("Une aide."),),)),))
OPTIONS = (OptionVue("oui", "Oui", "Avec une aide.", choisie=True), OptionVue("non", "Non"))
SANS_SAISIE = {"information", "repetition"}


def widgets() -> list[str]:
    """Every widget that a field type asks for, with one answer or with several."""
    champs = [Champ("x", nom) for nom in TYPES] + [Champ("x", nom, choisir=Nombre(1)) for nom in TYPES]
    return sorted({TYPES[champ.type].widget(champ) for champ in champs})


def saisissables() -> list[str]:
    return [widget for widget in widgets() if widget not in SANS_SAISIE]


def vues() -> list[ChampVue]:
    toutes = []
    for widget in widgets():
        vue = ChampVue(widget, widget, f"Question {widget}", AIDE, "30/05/1998", options=OPTIONS)
        if widget == "repetition":
            vue = replace(vue, lignes=((ChampVue("repetition.0.du", "date", "Début"),),))
        toutes.append(vue)
        toutes.append(replace(vue, cle=f"{widget}.faux", erreur="À corriger.", avertissement=AIDE, lignes=()))
        toutes.append(replace(vue, cle=f"{widget}.fige", verrouille=True, affichage="Une valeur", lignes=()))
    return toutes


@pytest.fixture
def page_champs(app: Flask, page_sure: Page, adresse: str) -> Page:
    charge = jinja2.FileSystemLoader("tests/e2e/gabarits")
    app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, charge])  # type: ignore[list-item]
    app.add_url_rule(
        "/champs", "champs", acces("public")(lambda: render_template("champs.html", vues=vues()))
    )
    page_sure.goto(f"{adresse}/champs")
    return page_sure


@pytest.mark.parametrize(("largeur", "couleurs"), [(320, "light"), (1280, "dark")])
def test_chaque_champ_est_accessible_et_tient_dans_la_page(
    page_champs: Page, largeur: int, couleurs: str
) -> None:
    page_champs.set_viewport_size({"width": largeur, "height": 800})
    page_champs.emulate_media(color_scheme=couleurs)  # type: ignore[arg-type]
    assert page_champs.evaluate("document.documentElement.scrollWidth") == largeur
    assert fautes_axe(page_champs) == []


def test_l_erreur_d_un_champ_est_lue_avec_lui(page_champs: Page) -> None:
    for widget in saisissables():
        groupe = page_champs.locator(f"#champ-{widget}-faux-groupe")
        expect(groupe).to_contain_text("À corriger.")
        decrit = f"[aria-describedby*='champ-{widget}-faux-erreur']"
        assert groupe.locator(decrit).or_(groupe.and_(page_champs.locator(decrit))).count() > 0, widget


def test_un_champ_verrouille_se_lit_et_ne_s_envoie_pas(page_champs: Page) -> None:
    for widget in saisissables():
        groupe = page_champs.locator(f"#champ-{widget}-fige-groupe")
        expect(groupe).to_contain_text("Une valeur")
        expect(groupe.locator("input, select, textarea")).to_have_count(0)


def test_les_communes_arrivent_quand_le_code_postal_est_complet(page_champs: Page) -> None:
    groupe = page_champs.locator("#champ-commune-groupe")
    groupe.get_by_label("Code postal").fill("63000")
    expect(groupe.get_by_label("Commune", exact=True)).to_have_value("63113")
    expect(groupe.get_by_label("Code postal")).to_be_focused()
