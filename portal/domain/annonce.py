"""A message to everybody, as somebody writes it: what is read from its form, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.refus import Refus

PARIS = ZoneInfo("Europe/Paris")
NIVEAUX = ("info", "alerte")
TITRE, TEXTE = 120, 2000
ANNEES = range(2000, 3000)
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s*(?:à\s*)?(\d{1,2})\s*[:hH]\s*(\d{0,2}))?")


class AnnonceInvalide(Refus):
    """Something in the message is not accepted; `champ` says where."""

    def __init__(self, champ: str, phrase: str) -> None:
        self.champ = champ
        super().__init__(phrase)


@dataclass(frozen=True, slots=True)
class Contenu:
    """A message ready to be shown. `du` is None for now; `au` (excluded) None until it is withdrawn."""

    titre: str
    texte: str
    niveau: str
    du: datetime | None
    au: datetime | None


def lire_annonce(titre: str, texte: str, niveau: str, du: str, au: str) -> Contenu:
    """Return what a form says, its dates in the time of Paris. Raises AnnonceInvalide."""
    lu = Contenu(
        _texte("titre", " ".join(titre.split()), TITRE, "Donnez un titre à l'annonce."),
        _texte("texte", texte.replace("\r\n", "\n").strip(), TEXTE, "Écrivez le texte de l'annonce."),
        niveau,
        lire_instant("du", du),
        lire_instant("au", au),
    )
    if niveau not in NIVEAUX:
        raise AnnonceInvalide("niveau", "Choisissez un niveau.")
    if lu.du and lu.au and lu.au <= lu.du:
        raise AnnonceInvalide("au", "La fin doit être après le début.")
    return lu


def lire_instant(champ: str, texte: str) -> datetime | None:
    """Return « 27/11/2026 18:00 » (the hour may be left out: midnight) of Paris; None when empty.

    Raises AnnonceInvalide.
    """
    if not texte.strip():
        return None
    trouve = _DATE.fullmatch(texte.strip())
    if trouve is None:
        raise AnnonceInvalide(champ, "Écrivez la date comme 27/11/2026, ou 27/11/2026 18:00.")
    jour, mois, annee, heure, minute = (int(morceau or 0) for morceau in trouve.groups())
    if annee not in ANNEES:
        raise AnnonceInvalide(champ, f"L'année {annee} n'est pas possible : vérifiez la date.")
    try:
        return datetime(annee, mois, jour, heure, minute, tzinfo=PARIS)
    except ValueError as impossible:
        raise AnnonceInvalide(champ, "Cette date n'existe pas : vérifiez le jour et l'heure.") from impossible


def _texte(champ: str, texte: str, longueur: int, manque: str) -> str:
    if not texte:
        raise AnnonceInvalide(champ, manque)
    if len(texte) > longueur:
        raise AnnonceInvalide(champ, f"C'est trop long : {longueur} caractères au plus.")
    if any(not lettre.isprintable() and lettre != "\n" for lettre in texte):
        raise AnnonceInvalide(champ, "Ce texte contient un caractère invisible : retapez-le.")
    return texte
