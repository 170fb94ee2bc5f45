"""Back, double clicks, a window that closes, somebody else's address, a lost network: on the real form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.db import db, ecriture
from portal.services import connexion, saisie
from portal.tables import CourrielSortant, VersionCandidature
from tests.e2e.portail_vivant import PortailVivant
from tests.e2e.reponses import remplie

GARDE = re.compile("Réponses gardées")


@pytest.fixture
def cle(page_vivante: Page, vivant: PortailVivant) -> Iterator[str]:
    """A candidature that is filled in, whose candidate uses the page."""
    with vivant.personne() as (compte, temoin):
        page_vivante.context.add_cookies([temoin])
        yield remplie(vivant.portail, vivant.candidat(compte)).cle


def ouvrir_l_onglet(page: Page, vivant: PortailVivant, cle: str) -> None:
    page.goto(f"{vivant.adresse}/inscriptions/{cle}/onglets/identification")


def adresse_gardee(vivant: PortailVivant, cle: str) -> object:
    return vivant.candidature(cle).brouillon["reponses"]["adresse_1"]


def test_un_double_clic_sur_enregistrer_donne_un_numero_et_un_mail(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}/recapitulatif")
    page_vivante.get_by_role("button", name="Enregistrer").dblclick()
    expect(page_vivante.get_by_role("heading", level=1)).to_have_text("Votre numéro d'inscription")
    candidature = vivant.candidature(cle)
    assert (candidature.numero_inscription, candidature.version) == (1, 1)
    for table in (VersionCandidature, CourrielSortant):
        demande = select(table).where(table.candidature_id == candidature.id)
        assert len(db.session.scalars(demande).all()) == 1


def test_precedent_apres_enregistrer_montre_ce_qui_est_enregistre(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}/recapitulatif")
    page_vivante.get_by_role("button", name="Enregistrer").click()
    expect(page_vivante.get_by_role("heading", level=1)).to_have_text("Votre numéro d'inscription")
    page_vivante.go_back()
    expect(page_vivante.get_by_text("Cette inscription est enregistrée.")).to_be_visible()
    expect(page_vivante.get_by_role("button", name="Enregistrer")).to_have_count(0)
    assert vivant.candidature(cle).version == 1


def test_l_inscription_qui_ferme_pendant_la_saisie_le_dit_et_garde_les_reponses(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    ouvrir_l_onglet(page_vivante, vivant, cle)
    contexte = saisie.lire(vivant.portail, vivant.candidature(cle).candidat, cle)
    fermeture = contexte.modele.calendrier.inscription.fermeture
    vivant.horloge.avance = fermeture - vivant.horloge.maintenant()
    try:
        # The connexion is older than twelve hours by that clock: the same person comes back.
        page_vivante.context.add_cookies([vivant.temoin(vivant.candidature(cle).candidat.compte)])
        page_vivante.get_by_label("Adresse 1").fill("3 place de Jaude")
        expect(page_vivante.locator("[data-etat-sauvegarde]")).to_contain_text("fermées")
        page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}/onglets/identification")
        expect(page_vivante.get_by_role("heading", level=1)).to_have_text("Récapitulatif")
        expect(page_vivante.get_by_role("main")).to_contain_text("vous n'êtes pas inscrit")
        expect(page_vivante.get_by_role("main")).to_contain_text("12 rue des Écoles")
        expect(page_vivante.get_by_role("button", name="Enregistrer")).to_have_count(0)
    finally:
        vivant.horloge.avance = timedelta()


def test_la_candidature_d_une_autre_personne_est_introuvable(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    with vivant.personne() as (_, temoin):
        page_vivante.context.add_cookies([temoin])
        for chemin in ("", "/onglets/identification", "/recapitulatif", "/numero", "/imprimer"):
            reponse = page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}{chemin}")
            assert reponse is not None
            assert reponse.status == 404, chemin
            expect(page_vivante.get_by_role("heading", level=1)).to_have_text("Page introuvable")


def test_une_reponse_tapee_sans_reseau_part_quand_il_revient(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    ouvrir_l_onglet(page_vivante, vivant, cle)
    page_vivante.context.set_offline(True)
    page_vivante.get_by_label("Adresse 1").fill("3 place de Jaude")
    expect(page_vivante.locator("[data-etat-sauvegarde]")).to_contain_text("Hors connexion")
    page_vivante.context.set_offline(False)
    expect(page_vivante.locator("[data-etat-sauvegarde]")).to_have_text(GARDE)
    assert adresse_gardee(vivant, cle) == "3 place de Jaude"


def test_la_page_rechargee_montre_la_reponse_gardee(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    ouvrir_l_onglet(page_vivante, vivant, cle)
    page_vivante.get_by_label("Adresse 1").fill("3 place de Jaude")
    expect(page_vivante.locator("[data-etat-sauvegarde]")).to_have_text(GARDE)
    page_vivante.reload()
    expect(page_vivante.get_by_label("Adresse 1")).to_have_value("3 place de Jaude")


@pytest.mark.parametrize("fin", ["revoquee", "temoin_perdu"])
def test_une_connexion_finie_pendant_la_saisie_ne_perd_rien(
    page_vivante: Page, vivant: PortailVivant, cle: str, fin: str
) -> None:
    compte = vivant.candidature(cle).candidat.compte
    ouvrir_l_onglet(page_vivante, vivant, cle)
    if fin == "revoquee":
        with ecriture():
            connexion.revoquer(vivant.portail, compte.id)
    else:
        page_vivante.context.clear_cookies()
    page_vivante.get_by_label("Adresse 1").fill("3 place de Jaude")
    expect(page_vivante.locator("[data-etat-sauvegarde]").get_by_role("link")).to_be_visible()
    page_vivante.context.add_cookies([vivant.temoin(compte)])
    page_vivante.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page_vivante.locator("[data-etat-sauvegarde]")).to_have_text(GARDE)
    assert adresse_gardee(vivant, cle) == "3 place de Jaude"


def test_deux_onglets_du_navigateur_ne_s_ecrasent_pas_en_silence(
    page_vivante: Page, vivant: PortailVivant, cle: str
) -> None:
    autre = page_vivante.context.new_page()
    for page in (page_vivante, autre):
        ouvrir_l_onglet(page, vivant, cle)
    autre.get_by_label("Adresse 1").fill("1 rue Blatin")
    expect(autre.locator("[data-etat-sauvegarde]")).to_have_text(GARDE)
    page_vivante.get_by_label("Adresse 1").fill("3 place de Jaude")
    conflit = page_vivante.get_by_role("alert")
    expect(conflit).to_contain_text("1 rue Blatin")
    assert adresse_gardee(vivant, cle) == "1 rue Blatin"
    conflit.get_by_role("button", name="Garder ma réponse").click()
    expect(page_vivante.locator("[data-etat-sauvegarde]")).to_have_text(GARDE)
    assert adresse_gardee(vivant, cle) == "3 place de Jaude"
