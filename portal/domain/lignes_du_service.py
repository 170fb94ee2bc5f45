"""What the lines of the CSV files of the service have in common: whose candidature, which épreuve."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from portal.domain.feuille import Colonne, Erreur, Rangee
from portal.domain.numero import LONGUEUR_CANDIDAT
from portal.domain.saisie_invalide import SaisieInvalide, citer

CANDIDATURE = Colonne(
    "candidature",
    "N° candidature",
    ("n° inscription complet", "candidat", "n° candidat", "numero", "n° de candidat"),
)
RANG = Colonne("rang", "N° inscription", ("inscription", "rang"), obligatoire=False)
EPREUVE = Colonne("epreuve", "Épreuve", ("code épreuve", "code"))
_COMPLET = re.compile(r"([0-9]{1,11}) ?[-–/] ?([0-9]{1,3})")
_SEUL = re.compile(r"[0-9]{1,11}")
_DE_TABLEUR = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+")

Lue = TypeVar("Lue")


@dataclass(frozen=True, slots=True)
class Reference:
    """How a candidature is named on paper: « 01938019334-001 »."""

    numero: str
    rang: int

    def __str__(self) -> str:
        return f"{self.numero}-{self.rang:03}"


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One good line: the candidature, and the rest as plain data (« ligne » is its number in the file)."""

    numero: int
    reference: Reference
    donnees: Mapping[str, Any]


def lire_reference(candidature: str, rang: str = "") -> Reference:
    """Return the candidature that two cells name. Raises SaisieInvalide.

    A spreadsheet that took the number for an amount dropped its leading zeros: they are put back.
    """
    if _DE_TABLEUR.fullmatch(candidature):
        raise SaisieInvalide(
            f"Le tableur a changé le numéro en {citer(candidature)} : mettez la colonne au format « Texte »."
        )
    if trouve := _COMPLET.fullmatch(candidature):
        return Reference(trouve[1].zfill(LONGUEUR_CANDIDAT), int(trouve[2]))
    if not candidature:
        raise SaisieInvalide("Le n° de candidature manque.")
    if _SEUL.fullmatch(candidature) and re.fullmatch("[0-9]{1,3}", rang):
        return Reference(candidature.zfill(LONGUEUR_CANDIDAT), int(rang))
    if _SEUL.fullmatch(candidature):
        raise SaisieInvalide(f"Ajoutez le n° d'inscription : « {candidature}-001 » par exemple.")
    raise SaisieInvalide(f"{citer(candidature)} n'est pas un n° de candidature, comme 01938019334-001.")


class Releveur:
    """Reads the cells of one line and keeps every complaint, so that one upload tells them all."""

    def __init__(self, rangee: Rangee) -> None:
        self.rangee = rangee
        self.plaintes: list[str] = []

    def lire(self, lecture: Callable[..., Lue], *codes: str) -> Lue | None:
        """Return what `lecture` makes of these cells, None when it refuses them."""
        try:
            return lecture(*(self.rangee[code] for code in codes))
        except SaisieInvalide as refus:
            self.plaintes.append(refus.message)
            return None

    def conclure(self, reference: Reference | None, donnees: Mapping[str, Any]) -> LigneLue | Erreur:
        """Return the line, or all that is wrong with it in one sentence after the other."""
        if self.plaintes or reference is None:
            return Erreur(self.rangee.numero, " ".join(self.plaintes))
        ligne = {"ligne": self.rangee.numero, **donnees}
        return LigneLue(self.rangee.numero, reference, ligne)


def lire_code(texte: str) -> str:
    """Return the code of an épreuve as typed. Raises SaisieInvalide when it is missing or cannot be one."""
    if not texte:
        raise SaisieInvalide("Le code de l'épreuve manque.")
    if len(texte) > 60:
        raise SaisieInvalide(f"{citer(texte)} n'est pas un code d'épreuve.")
    return texte


def texte_court(nom: str, longueur: int, obligatoire: bool = True) -> Callable[[str], str]:
    """Return the reader of a short text cell, which names it in its complaints."""

    def lire(texte: str) -> str:
        if obligatoire and not texte:
            raise SaisieInvalide(f"{nom} : cette cellule est vide.")
        if len(texte) > longueur:
            raise SaisieInvalide(f"{nom} : {longueur} caractères au plus.")
        if not texte.isprintable():
            raise SaisieInvalide(f"{nom} : un caractère invisible est à effacer.")
        return texte

    return lire
