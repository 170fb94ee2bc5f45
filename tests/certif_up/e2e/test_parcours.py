"""From the login to « Inscrite définitivement », with a NUC and without, as guides 000 and 001 tell it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from plugins.certif_up.services.demonstration import LEA
from tests.certif_up.e2e.gens import (
    AISNE,
    choisir_le_centre,
    choisir_les_epreuves,
    entrer,
    remplir_le_formulaire,
    soumettre,
)
from tests.e2e.demarches import MOT_DE_PASSE, creer_un_compte, ouvrir_le_mail
from tests.e2e.gestes import Souris
from tests.e2e.portail_vivant import PortailVivant

DEMANDER = "Faire une demande d'inscription"


def demander(page: Page) -> str:
    """Fill a request in and submit it; return its clé."""
    page.get_by_role("main").get_by_role("button", name=DEMANDER).click()
    choisir_les_epreuves(page, "E1", "E2")
    choisir_le_centre(page, "002", "C02A")
    remplir_le_formulaire(page)
    recapitulatif = page.get_by_role("main")
    expect(recapitulatif).to_contain_text("Ciel Comptabilité, Excel 2019")
    expect(recapitulatif.get_by_role("row", name=re.compile("Total"))).to_contain_text("100")
    return soumettre(page)


def tenir_le_centre(page: Page, vivant: PortailVivant, cle: str, courriel: str) -> None:
    """Answer as the centre, receive the payment and register for good, from page to page."""
    gestes, principal = Souris(page), page.get_by_role("main")
    entrer(page, vivant, AISNE)
    page.goto(f"{vivant.adresse}/certif-up/centre")
    expect(principal).to_contain_text("Ce qui vous attend")
    page.goto(f"{vivant.adresse}/certif-up/centre/demandes?etat=soumise")
    principal.locator(f"a[href*='/demandes/{cle}']").first.click()
    gestes.presser("Pré-valider")
    expect(page.get_by_role("status").first).to_contain_text("Pré-validée")
    ouvrir_le_mail(page, vivant, courriel, "pré-validée, à régler")
    lettre = principal.inner_text()
    assert re.search(r"Montant\s: 100\s€", lettre), lettre
    assert re.search(r"avant le\slundi 23\snovembre 2026 à 10\sh\s\d\d", lettre), lettre
    assert "Chèque à l'ordre d'ESTRALINE Formation" in lettre, lettre
    page.goto(f"{vivant.adresse}/certif-up/centre/demandes/{cle}")
    page.get_by_label("Moyen de paiement").select_option("cheque")
    gestes.presser("Enregistrer le règlement")
    expect(page.get_by_role("status").first).to_contain_text("tout est réglé")
    gestes.presser("Valider définitivement")
    expect(page.get_by_role("status").first).to_contain_text("Inscrite définitivement")


def lire_la_fin(page: Page, vivant: PortailVivant, cle: str, courriel: str) -> None:
    """Read as the candidate that all is done, on the portal and in the mail."""
    entrer(page, vivant, courriel)
    page.goto(f"{vivant.adresse}/inscriptions/{cle}")
    expect(page.get_by_role("main").get_by_text("Inscrite définitivement").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("nnuler|ésinscrire"))).to_have_count(0)
    ouvrir_le_mail(page, vivant, courriel, "inscrit.e. définitivement")
    expect(page.get_by_role("main")).to_contain_text("aucun remboursement n'est possible")


def test_une_candidate_se_connecte_avec_son_nuc_et_va_jusqu_a_l_inscription(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    page, gestes = page_vivante, Souris(page_vivante)
    page.goto(f"{vivant.adresse}/certif-up")
    page.get_by_role("link", name="Me connecter").click()
    gestes.ecrire("Adresse électronique ou NUC", "2301-0705 l")
    gestes.ecrire("Mot de passe", MOT_DE_PASSE)
    gestes.presser("Se connecter")
    expect(page.get_by_role("banner")).to_contain_text(re.compile(r"NUC\s+2301\s0705\sL"))
    cle = demander(page)
    tenir_le_centre(page, vivant, cle, LEA)
    lire_la_fin(page, vivant, cle, LEA)


def test_une_personne_sans_nuc_cree_son_compte_recoit_un_nuc_et_va_au_bout(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    page = page_vivante
    courriel = creer_un_compte(Souris(page), vivant)
    page.goto(f"{vivant.adresse}/certif-up/demande")
    expect(page.get_by_role("banner")).not_to_contain_text("NUC")
    cle = demander(page)
    expect(page.get_by_role("banner")).to_contain_text("NUC")
    ouvrir_le_mail(page, vivant, courriel, "NUC")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d{4}\s\d{4}\s[A-Z]"))
    tenir_le_centre(page, vivant, cle, courriel)
    lire_la_fin(page, vivant, cle, courriel)
