"""Pictures of the screens, at the width of a desk and of a telephone, in light and dark: captures/."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.serveur import demonstration
from portal.services.demonstration import MOT_DE_PASSE, PERSONNAGES

DOSSIER = Path("captures")
ECRANS = {"bureau": (1280, 900), "telephone": (390, 844)}
PUBLIQUES = {
    "accueil": "/",
    "services": "/services",
    "aide": "/aide",
    "connexion": "/connexion",
    "creer": "/compte/creer",
    "introuvable": "/introuvable",
}
CANDIDAT = {
    "espace": "/candidat",
    "inscrire": "/inscrire",
    "inscriptions": "/inscriptions",
    "compte": "/compte",
}


def main() -> None:
    DOSSIER.mkdir(exist_ok=True)
    with demonstration() as adresse, sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for ecran, (largeur, hauteur) in ECRANS.items():
            for theme in ("light", "dark"):
                page = _ouvrir(navigateur, adresse, largeur, hauteur, theme)
                _photographier(page, PUBLIQUES, f"{ecran}-{theme}")
                _connecter(page)
                _photographier(page, CANDIDAT, f"{ecran}-{theme}")
                page.close()
        navigateur.close()
    print(f"{len(list(DOSSIER.glob('*.png')))} pictures in {DOSSIER}/")


def _ouvrir(navigateur: Browser, adresse: str, largeur: int, hauteur: int, theme: str) -> Page:
    return navigateur.new_page(
        base_url=adresse,
        viewport={"width": largeur, "height": hauteur},
        color_scheme="dark" if theme == "dark" else "light",
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )


def _photographier(page: Page, chemins: dict[str, str], suffixe: str) -> None:
    for nom, chemin in chemins.items():
        reponse = page.goto(chemin)
        if reponse is None or reponse.status >= 500:
            print(f"{chemin}: the portal failed")
        page.screenshot(path=DOSSIER / f"{nom}-{suffixe}.png", full_page=True)


def _connecter(page: Page) -> None:
    page.goto("/connexion")
    page.fill("input[type=email], input[name=login]", PERSONNAGES[0].courriel)
    page.fill("input[type=password]", MOT_DE_PASSE)
    page.click("main form button[type=submit]")


main()
