"""A candidate registers, as the guides tell it: account, exam, number, document, mail, new version."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Ouvrir
from tests.e2e.demarches import (
    CAP,
    CERTIFICATION,
    CS,
    Examen,
    aller_au_recapitulatif,
    choisir_l_examen,
    creer_un_compte,
    enregistrer,
    lire_le_document,
    ouvrir_le_mail,
    remplir_tout,
)
from tests.e2e.gestes import Clavier, Gestes, Souris
from tests.e2e.portail_vivant import PortailVivant

DEBORDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def s_inscrire(gestes: Gestes, vivant: PortailVivant, examen: Examen, adresse: str) -> str:
    """Register, and find the number on the page, in the document and in a mail; return the key."""
    page = gestes.page
    choisir_l_examen(gestes, vivant, examen)
    remplir_tout(gestes, examen)
    cle = enregistrer(gestes)
    expect(page.locator(".numeros")).to_contain_text("001")
    expect(page.locator(".numeros")).to_contain_text("Version 01")
    texte = lire_le_document(page, vivant, cle)
    absents = [mot for mot in ("Élise", "001", "Version 01", *examen.au_document) if mot not in texte]
    assert absents == [], texte
    ouvrir_le_mail(page, vivant, adresse, examen.intitule)
    expect(page.locator(".lettre")).to_contain_text("001")
    return cle


def test_une_personne_cree_son_compte_et_s_inscrit_a_un_cap(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    gestes = Souris(page_vivante)
    adresse = creer_un_compte(gestes, vivant)
    s_inscrire(gestes, vivant, CAP, adresse)


def test_un_zingueur_s_inscrit_puis_modifie_son_inscription(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    gestes = Souris(page_vivante)
    with vivant.personne() as (compte, temoin):
        page_vivante.context.add_cookies([temoin])
        cle = s_inscrire(gestes, vivant, CS, compte.courriel)
        page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}/recapitulatif")
        expect(page_vivante.locator("#pieces")).to_contain_text("recommandation R.408")
        gestes.presser("Modifier")
        gestes.ecrire("Adresse 1", "3 place de Jaude")
        aller_au_recapitulatif(gestes)
        expect(page_vivante.locator(".alerte li")).to_contain_text("12 rue des Écoles")
        assert enregistrer(gestes) == cle
        expect(page_vivante.locator(".numeros")).to_contain_text("Version 02")
        texte = lire_le_document(page_vivante, vivant, cle, "Version n°2")
        assert "Version 02" in texte
        assert "3 place de Jaude" in texte
        ouvrir_le_mail(page_vivante, vivant, compte.courriel, "Modification d.inscription")


def test_une_contractuelle_s_inscrit_sur_son_telephone(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    page = ouvrir(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.on("load", lambda _: debordements.append(page.url) if page.evaluate(DEBORDE) else None)
    debordements: list[str] = []
    with vivant.personne() as (compte, temoin):
        page.context.add_cookies([temoin])
        s_inscrire(Souris(page), vivant, CERTIFICATION, compte.courriel)
    assert debordements == []


def test_tout_se_fait_sans_souris(page_vivante: Page, vivant: PortailVivant) -> None:
    gestes, page = Clavier(page_vivante), page_vivante
    with vivant.personne() as (compte, temoin):
        page.context.add_cookies([temoin])
        page.goto(vivant.adresse)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        choisir_l_examen(gestes, vivant, CERTIFICATION)
        gestes.presser("Suivant")
        resume = page.get_by_role("alert")
        expect(resume).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Adresse 1")).to_be_focused()
        remplir_tout(gestes, CERTIFICATION)
        cle = enregistrer(gestes)
        assert vivant.candidature(cle).numero_inscription == 1


def test_tout_se_fait_sans_javascript(ouvrir: Ouvrir, vivant: PortailVivant) -> None:
    gestes = Souris(ouvrir(java_script_enabled=False))
    adresse = creer_un_compte(gestes, vivant)
    s_inscrire(gestes, vivant, CAP, adresse)
