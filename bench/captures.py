"""Pictures of the main screens, on a telephone and on a desk: docs/captures/<screen>-<width>.png."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from portal import plugin_manager
from portal.db import db
from portal.domain.champs import Json
from portal.services import annonce, inscription, saisie
from portal.services.demonstration import MOT_DE_PASSE, PERSONNAGES, codes_du_moment
from portal.services.demonstration_session import preparer_session
from portal.tables import Candidat, Compte
from tests.e2e.portail_vivant import PortailVivant, portail_vivant
from tests.parcours import remplir

DOSSIER = Path("docs/captures")
HAUTEURS = {1280: 900, 360: 740}
COULEURS = 96
CS, CAP = "clermont_ferrand/demo-cs-2026", "poitiers/demo-cap-2025"
CERTIFICATION = "versailles/demo-cert-compl-1d-cinema-2020"
CHOIX = "domaine=Examens professionnels&examen=Certificat de spécialisation"
AEPE = "poitiers/demo-cap-aepe-ep1-ep3-2025"
CHOIX_AEPE = "domaine=Examens professionnels&examen=CAP AEPE – agrément d'assistant maternel (EP1 et EP3)"
# « > » follows the first link to an address that begins so: which one depends on the session that was drawn.
PERSONNEL = {
    "auteur@example.org": {"modeles": "/auteur/modeles"},
    "gestionnaire@example.org": {
        "candidatures": "/gestion/candidatures",
        "candidature": "/gestion/candidatures>/gestion/candidatures/",
        "verifications": "/gestion/verification",
        "verification": "/gestion/verification>/gestion/verification/",
        "envois": "/gestion/operations/nouvelle",
        "chiffres": "/gestion/chiffres",
        "sessions": "/gestion/sessions",
    },
    "administrateur@example.org": {
        "comptes": "/administration/comptes",
        "journal": "/administration/journal",
    },
}
LONGUES = frozenset({"candidatures", "journal"})  # fifty lines: their beginning is enough
COMMUNES: dict[str, Json] = {
    "domicile_pays": "FR",
    "adresse_1": "12 rue des Écoles",
    "domicile": {"code_postal": "63000", "commune": "63113", "nom": "Clermont-Ferrand"},
    "nationalite": "FR",
    "telephone": "+33612345678",
    "amenagement": "non",
    "resultats_internet": "oui",
    "resultats_presse": "non",
    "deja_ajourne": "non",
    "forme": "globale",
    "niveau_diplome": "3",
}
ZINGUEUR: dict[str, Json] = {
    **COMMUNES,
    "voie_acces": "trois_ans",
    "annees_activite": "4",
    "meme_metier": "oui",
    "specialite": "zingueur",
}
CUISINIER: dict[str, Json] = {
    **COMMUNES,
    "categorie": "individuel",
    "diplome_langue": "oui",
    "specialite": "cuisine",
    "acquis.EG1": "dispense",
    "acquis.EG2": "dispense",
    "epreuves.EG3.aptitude": "apte",
    "epreuves.EG3.activite": "tennis_de_table",
    "epreuves.EG4.langue": "anglais",
    "epreuves.EF1": "oui",
    "epreuves.EF1.langue": "espagnol",
}


def main() -> None:
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as dossier,
        portail_vivant(Path(dossier), plugin_manager.charger()) as vivant,
    ):
        ecrans = preparer(vivant)
        with page_de_navigateur(vivant) as page:
            photographier(page, ecrans["anonyme"])
            connecter(page, PERSONNAGES[0].courriel)
            photographier(page, ecrans["candidat"])
            refuser(page, ecrans["refus"]["onglet-en-erreur"])
            for courriel, adresses in PERSONNEL.items():
                page.context.clear_cookies()
                connecter(page, courriel)
                page.goto(code_du_telephone(page, vivant, courriel))
                photographier(page, adresses)
    print(f"{len(list(DOSSIER.glob('*.png')))} pictures in {DOSSIER}/")


def preparer(vivant: PortailVivant) -> dict[str, dict[str, str]]:
    """Register Jean TALU to an exam, begin two others; return the address of each screen."""
    with vivant.app.app_context():
        annonce.publier(
            vivant.portail, "Préparez vos pièces", "Vos justificatifs se déposent en PDF ou en photo.", "info"
        )
        inscrite = remplir(vivant.portail, jean(), CS, ZINGUEUR).cle
        inscription.enregistrer(vivant.portail, jean(), inscrite)
        brouillon = remplir(vivant.portail, jean(), CAP, CUISINIER).cle
        preparer_session(vivant.portail)
        vide = saisie.commencer(vivant.portail, jean(), CERTIFICATION).cle
    formulaire, dossier = f"/inscriptions/{brouillon}", f"/inscriptions/{inscrite}"
    return {
        "anonyme": {
            "accueil": "/",
            "services": f"/services?{CHOIX}",
            "puis-je": f"/puis-je/{CS}",
            "examen": f"/examens/{CS}?specialite=zingueur",
            "creer-un-compte": "/compte/creer",
            "connexion": "/connexion",
        },
        "candidat": {
            "espace": "/candidat",
            "inscrire": f"/inscrire?{CHOIX_AEPE}&specialite=aepe&academie={AEPE}",
            **{
                f"onglet-{code}": f"{formulaire}/onglets/{code}"
                for code in ("identification", "acquis", "epreuves")
            },
            "recapitulatif": f"{formulaire}/recapitulatif",
            "numero": f"{dossier}/numero",
            "suivi": dossier,
            "inscriptions": "/inscriptions",
            "documents": f"/documents/{inscrite}",
            "justificatifs": "/justificatifs",
            "courriels": "/demonstration/courriels",
        },
        "refus": {"onglet-en-erreur": f"/inscriptions/{vide}/onglets/identification"},
    }


def jean() -> Candidat:
    db.session.rollback()
    demande = select(Candidat).join(Compte).where(Compte.courriel == PERSONNAGES[0].courriel)
    return db.session.scalars(demande).one()


@contextmanager
def page_de_navigateur(vivant: PortailVivant) -> Iterator[Page]:
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield navigateur.new_page(base_url=vivant.adresse, locale="fr-FR", timezone_id="Europe/Paris")
        navigateur.close()


def photographier(page: Page, ecrans: dict[str, str]) -> None:
    for nom, chemin in ecrans.items():
        depart, _, lien = chemin.partition(">")
        page.goto(depart)
        if lien:
            page.locator(f"main a[href^='{lien}']:visible").first.click()
        page.wait_for_load_state("networkidle")
        garder(page, nom)


def refuser(page: Page, chemin: str) -> None:
    """Photograph a tab that was sent empty."""
    page.goto(chemin)
    page.get_by_role("button", name="Suivant").last.click()
    page.get_by_role("alert").wait_for()
    garder(page, "onglet-en-erreur")


def garder(page: Page, nom: str) -> None:
    """Write the picture of the whole page at each width, with few colours: it goes into the repository."""
    for largeur, hauteur in HAUTEURS.items():
        page.set_viewport_size({"width": largeur, "height": hauteur})
        image = Image.open(io.BytesIO(page.screenshot(full_page=nom not in LONGUES, animations="disabled")))
        reduite = image.convert("RGB").quantize(COULEURS, dither=Image.Dither.NONE)
        reduite.save(DOSSIER / f"{nom}-{largeur}.png", optimize=True)


def connecter(page: Page, courriel: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/connexion")
    page.get_by_label("Login").fill(courriel)
    page.locator("input[type=password]").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda adresse: not adresse.endswith("/connexion"))


def code_du_telephone(page: Page, vivant: PortailVivant, courriel: str) -> str:
    """Type the code that a member of staff is asked for; return the page to go on with."""
    with vivant.app.app_context():
        code = next(un.code for un in codes_du_moment(vivant.portail) if un.courriel == courriel)
    page.locator("[name=code]").fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    return "/compte"


if __name__ == "__main__":
    main()
