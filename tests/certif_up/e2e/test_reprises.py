"""What starts again: elsewhere after a refusal, in time after a late payment, in the next session."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from plugins.certif_up.services.demonstration import UNION
from portal.services import suite
from portal.services.echeance import franchir_les_echues
from tests.certif_up.e2e.gens import (
    choisir_le_centre,
    dans_le_portail,
    entrer,
    inscrite,
    prevalidee,
    refuser,
    soumettre,
    soumise,
)
from tests.e2e.demarches import aller_au_recapitulatif, ouvrir_le_mail
from tests.e2e.gestes import Souris
from tests.e2e.portail_vivant import PortailVivant
from tests.pieces_deposees import image

MOTIF = "Toutes nos places sont promises à nos stagiaires."
PLUS_TARD = timedelta(days=6)  # more than 72 hours that are worked, the weekend included


def reprendre(page: Page, vivant: PortailVivant, courriel: str, objet: str) -> None:
    """Follow the link of a mail to the draft that waits."""
    ouvrir_le_mail(page, vivant, courriel, objet)
    entrer(page, vivant, courriel)
    page.goto(page.locator("article a[href*='/inscriptions/']").first.get_attribute("href") or "")


def test_un_refuse_recommence_ailleurs_et_son_formulaire_est_garde(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    page, demande = page_vivante, soumise(vivant, ("E1", "E2"))
    refuser(vivant, demande, MOTIF)
    reprendre(page, vivant, demande.courriel, "efus")
    aller_au_centre(page)
    choisir_le_centre(page, "059", "C59A")
    aller_au_recapitulatif(Souris(page))
    recapitulatif = page.get_by_role("main")
    for garde in ("Rue de la pluie", "Salarié", "FLANDREL Formation (Lille)", "E2"):
        expect(recapitulatif).to_contain_text(garde)
    assert soumettre(page) != demande.cle
    page.goto(f"{vivant.adresse}/inscriptions/{demande.cle}")
    expect(page.get_by_role("main")).to_contain_text(MOTIF)


def aller_au_centre(page: Page) -> None:
    """Go to the tab where the centre is chosen, wherever the link led."""
    if page.get_by_role("heading", level=1).inner_text() != "Centre d'épreuves":
        page.goto("/".join(page.url.split("/")[:5]) + "/onglets/centre")


def test_une_demande_expire_faute_de_reglement_et_se_redemande(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    page, demande = page_vivante, prevalidee(vivant)
    vivant.horloge.avance += PLUS_TARD
    try:
        dans_le_portail(vivant, lambda: franchir_les_echues(vivant.portail))
        reprendre(page, vivant, demande.courriel, "expirée, faute de règlement")
        aller_au_centre(page)
        choisir_le_centre(page, "002", "C02A")
        aller_au_recapitulatif(Souris(page))
        neuve = soumettre(page)
        page.goto(f"{vivant.adresse}/inscriptions/{demande.cle}")
        expect(page.get_by_role("main").get_by_text("Expirée").first).to_be_visible()
        page.goto(f"{vivant.adresse}/inscriptions/{neuve}")
        expect(page.get_by_role("main").get_by_text("Demande soumise").first).to_be_visible()
    finally:
        vivant.horloge.avance -= PLUS_TARD


def test_un_report_medical_est_accorde_et_la_session_suivante_est_prete_sans_frais(
    page_vivante: Page, vivant: PortailVivant
) -> None:
    page, gestes, demande = page_vivante, Souris(page_vivante), inscrite(vivant)
    entrer(page, vivant, demande.courriel)
    page.goto(f"{vivant.adresse}/inscriptions/{demande.cle}")
    gestes.presser("Demander un report\N{NO-BREAK SPACE}: raison médicale")
    gestes.presser("Envoyer ma demande")
    expect(page.get_by_role("main")).to_contain_text("Ajoutez cette pièce")
    page.locator("main input[type=file]").set_input_files(
        {"name": "certificat.png", "mimeType": "image/png", "buffer": image()}
    )
    gestes.presser("Envoyer ma demande")
    expect(page.get_by_role("status").first).to_contain_text("votre demande est enregistrée")
    entrer(page, vivant, UNION)
    page.goto(f"{vivant.adresse}/certif-up/national/reports")
    page.locator(f"main a[href$='{demande.cle}/transitions/accorder_report']").click()
    gestes.presser("Accorder le report")
    expect(page.get_by_role("main")).to_contain_text("Reportée")
    dans_le_portail(vivant, lambda: suite.relancer(vivant.portail))
    ouvrir_le_mail(page, vivant, demande.courriel, "reportée est prête")
    expect(page.get_by_role("main")).to_contain_text("juin 2027")
    expect(page.get_by_role("main")).to_contain_text("sans nouveaux frais")
    entrer(page, vivant, demande.courriel)
    page.goto(page.locator("article a[href*='/inscriptions/']").first.get_attribute("href") or "")
    expect(page.get_by_role("main")).to_contain_text("juin 2027")
    page.goto("/".join(page.url.split("/")[:5]) + "/recapitulatif")
    expect(page.get_by_role("main")).to_contain_text("E1")
    expect(page.get_by_role("row", name="Inscription à une épreuve E1")).to_contain_text("exonéré")
