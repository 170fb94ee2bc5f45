"""Answers are kept as they are typed, whatever happens to the network, the connexion or the other device."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.e2e.formulaire_essai import ServeurEssai

GARDE = re.compile("Réponses gardées à 14 h 32")


@pytest.fixture
def serveur(app: Flask) -> ServeurEssai:
    serveur = ServeurEssai()
    serveur.installer(app)
    return serveur


@pytest.fixture
def formulaire(serveur: ServeurEssai, page_sure: Page, adresse: str) -> Page:
    page_sure.goto(f"{adresse}/essai")
    return page_sure


def etat(page: Page) -> object:
    return page.locator("[data-etat-sauvegarde]")


def memoire(page: Page) -> str | None:
    return page.evaluate("localStorage.getItem('saisie:candidature-1')")


def test_une_reponse_est_gardee_sans_rien_cliquer(formulaire: Page, serveur: ServeurEssai) -> None:
    formulaire.get_by_label("Ville").fill("Arras")
    expect(etat(formulaire)).to_have_text(GARDE)
    assert serveur.recus == [{"revision": ["12"], "cle": ["ville"], "ville": ["Arras"]}]
    assert memoire(formulaire) is None


def test_le_champ_qui_depend_apparait_sans_deranger_la_frappe(
    formulaire: Page, serveur: ServeurEssai
) -> None:
    formulaire.get_by_label("Oui").check()
    formulaire.get_by_label("Ville").press_sequentially("Arras", delay=60)
    expect(formulaire.get_by_label("Employeur")).to_be_visible()
    expect(formulaire.get_by_label("Ville")).to_be_focused()
    expect(formulaire.get_by_label("Ville")).to_have_value("Arras")
    expect(formulaire.locator(".etapes--large")).to_contain_text("Acquis")
    expect(formulaire.get_by_label("Oui")).to_be_checked()
    formulaire.get_by_label("Non").check()
    expect(formulaire.get_by_label("Employeur")).to_have_count(0)
    expect(formulaire.get_by_label("Non")).to_be_focused()


def test_suivant_attend_la_reponse_en_cours_et_part_avec_la_bonne_revision(
    formulaire: Page, serveur: ServeurEssai
) -> None:
    formulaire.get_by_label("Ville").fill("Arras")
    formulaire.get_by_role("button", name="Suivant").last.click()
    formulaire.wait_for_load_state("networkidle")
    assert serveur.reponses == {"ville": "Arras"}
    assert [envoi["revision"] for envoi in serveur.envoyes] == ["13"]


def test_hors_connexion_la_reponse_attend_sur_l_appareil_puis_part(
    formulaire: Page, serveur: ServeurEssai
) -> None:
    formulaire.context.set_offline(True)
    formulaire.get_by_label("Ville").fill("Arras")
    expect(etat(formulaire)).to_contain_text("Hors connexion")
    assert "Arras" in (memoire(formulaire) or "")
    formulaire.context.set_offline(False)
    expect(etat(formulaire)).to_have_text(GARDE)
    assert serveur.reponses == {"ville": "Arras"}


def test_une_reponse_jamais_envoyee_repart_a_la_page_suivante(
    formulaire: Page, serveur: ServeurEssai, adresse: str
) -> None:
    serveur.statut = 503
    formulaire.get_by_label("Ville").fill("Arras")
    expect(etat(formulaire)).to_contain_text("ne répond pas")
    serveur.statut = 200
    formulaire.on("dialog", lambda dialogue: dialogue.accept())
    formulaire.goto(f"{adresse}/essai")
    expect(etat(formulaire)).to_have_text(GARDE)
    expect(formulaire.get_by_label("Ville")).to_have_value("Arras")
    assert serveur.reponses == {"ville": "Arras"}


def test_on_garde_sa_reponse_quand_une_autre_a_ete_donnee_ailleurs(
    formulaire: Page, serveur: ServeurEssai
) -> None:
    serveur.ailleurs, serveur.revision = {"ville": "Lens"}, 13
    formulaire.get_by_label("Ville").fill("Arras")
    conflit = formulaire.get_by_role("alert")
    expect(conflit).to_contain_text("Lens")
    conflit.get_by_role("button", name="Garder ma réponse").click()
    expect(etat(formulaire)).to_have_text(GARDE)
    assert serveur.reponses == {"ville": "Arras"}


def test_on_prend_la_reponse_donnee_ailleurs(formulaire: Page, serveur: ServeurEssai) -> None:
    serveur.ailleurs, serveur.revision, serveur.reponses = {"ville": "Lens"}, 13, {"ville": "Lens"}
    formulaire.get_by_label("Ville").fill("Arras")
    formulaire.get_by_role("button", name="Prendre l'autre").click()
    expect(formulaire.get_by_label("Ville")).to_have_value("Lens")
    assert serveur.reponses == {"ville": "Lens"}
    assert memoire(formulaire) is None


def test_une_autre_reponse_changee_ailleurs_arrive_dans_la_page(
    formulaire: Page, serveur: ServeurEssai
) -> None:
    serveur.reponses, serveur.perimee = {"salarie": "oui", "employeur": "Mairie"}, True
    formulaire.get_by_label("Ville").fill("Arras")
    expect(formulaire.get_by_label("Oui")).to_be_checked()
    expect(formulaire.get_by_label("Employeur")).to_have_value("Mairie")


def test_un_conflit_empeche_de_passer_a_la_suite(formulaire: Page, serveur: ServeurEssai) -> None:
    serveur.ailleurs, serveur.revision = {"ville": "Lens"}, 13
    formulaire.get_by_label("Ville").fill("Arras")
    expect(formulaire.get_by_role("alert")).to_be_visible()
    formulaire.get_by_role("button", name="Suivant").last.click()
    expect(formulaire.get_by_role("button", name="Garder ma réponse")).to_be_focused()
    assert serveur.envoyes == []


def test_une_connexion_finie_ne_perd_rien(formulaire: Page, serveur: ServeurEssai) -> None:
    serveur.statut = 401
    formulaire.get_by_label("Ville").fill("Arras")
    expect(etat(formulaire).get_by_role("link")).to_have_attribute("target", "_blank")
    assert "Arras" in (memoire(formulaire) or "")
    serveur.statut = 200
    formulaire.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(etat(formulaire)).to_have_text(GARDE)
    assert serveur.reponses == {"ville": "Arras"}


def test_une_inscription_fermee_le_dit_et_n_insiste_pas(formulaire: Page, serveur: ServeurEssai) -> None:
    serveur.statut = 410
    formulaire.get_by_label("Ville").fill("Arras")
    expect(etat(formulaire)).to_have_text("Les inscriptions sont fermées.")
    formulaire.get_by_label("Ville").fill("Lens")
    formulaire.wait_for_timeout(1200)
    assert len(serveur.recus) == 1


def test_le_resume_des_erreurs_recoit_l_attention_et_mene_au_champ(
    serveur: ServeurEssai, page_sure: Page, adresse: str
) -> None:
    serveur.fautes = [
        {"message": "Indiquez votre ville.", "cle": "ville"},
        {"message": "Répondez.", "cle": "salarie"},
    ]
    page_sure.goto(f"{adresse}/essai")
    expect(page_sure.get_by_role("alert")).to_be_focused()
    page_sure.get_by_role("link", name="Répondez.").click()
    expect(page_sure.get_by_label("Oui")).to_be_focused()


def test_un_navigateur_sans_javascript_envoie_le_formulaire(
    serveur: ServeurEssai, adresse: str, browser: object, browser_context_args: dict[str, object]
) -> None:
    contexte = browser.new_context(**{**browser_context_args, "java_script_enabled": False})  # type: ignore[attr-defined]
    page = contexte.new_page()
    page.goto(f"{adresse}/essai")
    page.get_by_label("Ville").fill("Arras")
    page.get_by_label("Oui").check()
    expect(page.get_by_role("button", name="Mettre la page à jour")).to_be_visible()
    page.get_by_role("button", name="Suivant").last.click()
    contexte.close()
    assert serveur.envoyes[0]["ville"] == "Arras"
