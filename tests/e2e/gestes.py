"""The hands of a candidate: the same journeys are made with a mouse and with the keyboard alone."""

from __future__ import annotations

import re
from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page, expect

VISIBLE = """() => {
  const actif = document.activeElement;
  return [actif, actif.closest('.option, .ouverture, .vignette')].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
}"""
BEAUCOUP = 200


class Gestes(Protocol):
    page: Page

    def ecrire(self, question: str, valeur: str) -> None:
        """Type into the field of a question."""

    def choisir(self, question: str, reponse: str) -> None:
        """Take one of the answers that a question shows."""

    def derouler(self, question: str, reponse: str) -> None:
        """Take one answer of a drop-down list."""

    def attendre(self, question: str, reponse: str) -> None:
        """See that a list holds one answer, taken already."""

    def presser(self, bouton: str) -> None:
        """Press the button, or follow the link, of that name."""


class Mains:
    """What a mouse and a keyboard have in common."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def attendre(self, question: str, reponse: str) -> None:
        expect(champ(self.page, question).locator("option:checked")).to_have_text(reponse)


class Souris(Mains):
    """A pointer, or a finger."""

    def ecrire(self, question: str, valeur: str) -> None:
        champ(self.page, question).fill(valeur)

    def choisir(self, question: str, reponse: str) -> None:
        proposition(self.page, question, reponse).check()

    def derouler(self, question: str, reponse: str) -> None:
        liste = champ(self.page, question)
        option = liste.locator("option", has_text=re.compile(f"^{lettres(reponse)}"))
        liste.select_option(value=option.first.get_attribute("value"))

    def presser(self, bouton: str) -> None:
        commande(self.page, bouton).click()


class Clavier(Mains):
    """Tab, arrows, Space, Enter and letters; where one is must show."""

    def ecrire(self, question: str, valeur: str) -> None:
        self.aller(champ(self.page, question))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(valeur)

    def choisir(self, question: str, reponse: str) -> None:
        boutons = groupe(self.page, question).get_by_role("radio")
        voulu = proposition(self.page, question, reponse).element_handle()
        self._tabuler([bouton.element_handle() for bouton in boutons.all()])
        self.page.keyboard.press("Space")
        for _ in range(boutons.count()):
            if self._est_sur(voulu):
                break
            self.page.keyboard.press("ArrowDown")
        assert voulu.is_checked(), question

    def derouler(self, question: str, reponse: str) -> None:
        liste = champ(self.page, question)
        self.aller(liste)
        self.page.keyboard.type(reponse)
        choisie = liste.evaluate("liste => liste.selectedOptions[0].text")
        assert choisie.startswith(reponse), choisie

    def presser(self, bouton: str) -> None:
        self.aller(commande(self.page, bouton))
        self.page.keyboard.press("Enter")

    def aller(self, cible: Locator) -> None:
        """Press Tab until the focus is there."""
        self._tabuler([cible.element_handle()])

    def _tabuler(self, cibles: list[ElementHandle]) -> None:
        for _ in range(BEAUCOUP):
            if any(self._est_sur(cible) for cible in cibles):
                assert self.page.evaluate(VISIBLE), self.page.evaluate("document.activeElement.outerHTML")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{cibles} cannot be reached with Tab")

    def _est_sur(self, cible: ElementHandle) -> bool:
        return bool(cible.evaluate("cible => cible === document.activeElement"))


def champ(page: Page, question: str) -> Locator:
    """Return the input of a question (in the main part of the page)."""
    intitule = re.compile(rf"^\s*{lettres(question)}\s*\*?\s*$")
    return page.get_by_role("main").get_by_label(intitule)


def groupe(page: Page, question: str) -> Locator:
    """Return the fieldset of a question; « EG3 > Question » says of which épreuve."""
    rubrique, _, intitule = question.rpartition(" > ")
    ou = page.locator("section.rubrique", has_text=rubrique) if rubrique else page.get_by_role("main")
    return ou.get_by_role("radiogroup", name=intitule, exact=True)


def proposition(page: Page, question: str, reponse: str) -> Locator:
    """Return the first answer of a question whose words start like this."""
    return groupe(page, question).get_by_label(re.compile(rf"^\s*{lettres(reponse)}")).first


def commande(page: Page, nom: str) -> Locator:
    """Return the button of that name, else the first link; never one that is hidden."""
    principal = page.get_by_role("main")
    bouton = principal.get_by_role("button", name=nom, exact=True)
    lien = principal.get_by_role("link", name=nom)
    expect(bouton.or_(lien).first).to_be_visible()
    return bouton.last if bouton.count() else lien.first


def lettres(texte: str) -> str:
    """Return an expression that finds a text, whatever its spaces and its apostrophes."""
    return re.escape(texte).replace(r"\ ", r"\s").replace("'", "['’]")
