"""The screens of a centre and of the union, with forms and links alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from plugins.certif_up.services.demonstration import UNION
from tests.certif_up.e2e.gens import AISNE, entrer, soumise
from tests.e2e.gestes import Souris
from tests.e2e.portail_vivant import PortailVivant


def test_un_centre_et_l_union_travaillent_sans_javascript(
    ouvrir: Callable[..., Page], vivant: PortailVivant
) -> None:
    page, demande = ouvrir(java_script_enabled=False), soumise(vivant)
    gestes, principal = Souris(page), page.get_by_role("main")
    entrer(page, vivant, AISNE)
    page.goto(f"{vivant.adresse}/certif-up/centre/demandes?etat=soumise")
    principal.locator(f"a[href*='/demandes/{demande.cle}']").first.click()
    gestes.presser("Pré-valider")
    gestes.presser("Financé avec la formation : tout le reste, 50 €")
    gestes.presser("Valider définitivement")
    expect(principal).to_contain_text("Inscrite définitivement")
    page.goto(f"{vivant.adresse}/certif-up/centre/offres")
    principal.get_by_role("link", name=re.compile("anvier 2027")).first.click()
    expect(principal).to_contain_text("Ciel Comptabilité")
    entrer(page, vivant, UNION)
    page.goto(f"{vivant.adresse}/certif-up/national/centres")
    principal.get_by_role("link", name="TAHITIPLUS").click()
    gestes.presser("Modifier")
    page.get_by_label("Téléphone").fill("06 39 98 87 01")
    gestes.presser("Enregistrer")
    expect(principal).to_contain_text("06 39 98 87 01")
