"""A member of staff comes in with a telephone; an administrateur looks after the portal, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.db import db
from portal.services.demonstration import MOT_DE_PASSE
from portal.tables import CourrielSortant
from tests.e2e.conftest import Ouvrir, fautes_axe
from tests.e2e.portail_vivant import PortailVivant
from tests.telephone import Telephone

LARGEURS = (1280, 360)
PAGES = (
    "/administration/comptes",
    "/administration/comptes/nouveau",
    "/administration/annonces",
    "/administration/annonces/nouvelle",
    "/administration/courriels",
    "/administration/taches",
    "/administration/extensions",
    "/administration/journal",
    "/demonstration/codes",
    "/compte/telephone",
    "/compte",
)


def entrer(page: Page, courriel: str, mot_de_passe: str = MOT_DE_PASSE) -> None:
    page.goto("/connexion")
    page.locator("input[name=login]").fill(courriel)
    page.get_by_label("Mot de passe").fill(mot_de_passe)
    page.get_by_role("button", name="Se connecter").click()


def verifier(page: Page) -> None:
    """axe is silent and nothing overflows, on a desk and on a telephone."""
    for largeur in LARGEURS:
        page.set_viewport_size({"width": largeur, "height": 800})
        assert fautes_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur


def entrer_avec_le_code(page: Page, courriel: str) -> None:
    entrer(page, courriel)
    codes = page.context.new_page()
    codes.goto("/demonstration/codes")
    code = codes.locator("li", has_text=courriel).locator(".code-moment").inner_text()
    codes.close()
    page.get_by_label("Code à 6 chiffres").fill(code)
    page.get_by_role("button", name="Continuer").click()


def test_un_compte_invite_choisit_son_mot_de_passe_puis_son_telephone(
    ouvrir: Ouvrir, vivant: PortailVivant
) -> None:
    chef = ouvrir(base_url=vivant.adresse)
    entrer_avec_le_code(chef, "administrateur@example.org")
    expect(chef).to_have_url(re.compile("/administration/comptes$"))
    chef.get_by_role("link", name="Créer un compte").click()
    chef.get_by_label("Nom de la personne ou du service").fill("Nadia Belkacem")
    chef.get_by_label("Adresse mail").fill("nadia@example.org")
    chef.get_by_label(re.compile("^Gestionnaire")).check()
    chef.get_by_role("button", name="Créer le compte").click()
    expect(chef.get_by_role("heading", level=1)).to_have_text("Nadia Belkacem")
    verifier(chef)
    chef.set_viewport_size({"width": 1280, "height": 900})
    chef.get_by_role("link", name="Modifier le périmètre").click()
    chef.get_by_label("Académie").select_option(label="Poitiers")
    chef.get_by_label("Famille d'examens").select_option(label="Examens professionnels, CAP")
    chef.get_by_label("Cuisine").check()
    verifier(chef)
    chef.get_by_role("button", name="Ajouter au périmètre").click()
    expect(chef.get_by_role("button", name=re.compile("^Retirer Poitiers"))).to_be_visible()

    with vivant.app.app_context():
        texte = db.session.scalars(
            select(CourrielSortant.texte).where(CourrielSortant.destinataire == "nadia@example.org")
        ).one()
    lien = re.search(r"https?://\S+(/compte/mot-de-passe/[\w-]+)", texte)
    assert lien is not None
    nadia = ouvrir(base_url=vivant.adresse)
    nadia.goto(lien[1])
    nadia.get_by_label("Mot de passe", exact=False).first.fill("Merisier.vole.2031")
    nadia.get_by_label("Confirmation du mot de passe").fill("Merisier.vole.2031")
    nadia.get_by_role("button", name="Enregistrer").click()
    entrer(nadia, "nadia@example.org", "Merisier.vole.2031")
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Choisir votre téléphone")
    verifier(nadia)
    telephone = Telephone.qui_lit(nadia.content())
    nadia.get_by_label("Code à 6 chiffres").fill(telephone.code(vivant.horloge.maintenant()))
    nadia.get_by_role("button", name="Confirmer").click()
    expect(nadia.get_by_text("C'est fait")).to_be_visible()


def test_chaque_page_d_administration_est_accessible(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    with vivant.personne("administrateur") as (_, temoin):
        page = ouvrir(base_url=vivant.adresse)
        page.context.add_cookies([temoin])
        for adresse in PAGES:
            page.goto(adresse)
            verifier(page)


def test_le_code_se_demande_sur_une_page_accessible(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    page = ouvrir(base_url=vivant.adresse)
    entrer(page, "gestionnaire@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Code de votre téléphone")
    verifier(page)
    page.goto("/gestion")
    expect(page).to_have_url(re.compile(r"/connexion/code\?suite=/gestion"))


def test_un_perimetre_se_choisit_sans_javascript(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    with vivant.personne("administrateur") as (compte, temoin):
        page = ouvrir(base_url=vivant.adresse, java_script_enabled=False)
        page.context.add_cookies([temoin])
        page.goto(f"/administration/comptes/{compte.id}/perimetre")
        page.get_by_label("Famille d'examens").select_option(label="Examens professionnels, CAP")
        page.get_by_role("button", name="Montrer les secteurs et les spécialités").click()
        page.get_by_label("Industriel").check()
        page.get_by_role("button", name="Ajouter au périmètre").click()
        expect(page.get_by_text("secteur industriel", exact=True)).to_be_visible()
