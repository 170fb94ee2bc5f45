"""Lines of a file of notes: the note of each épreuve, and the decision of the jury."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.feuille import Colonne, Erreur, Rangee
from portal.domain.lignes_du_service import (
    CANDIDATURE,
    EPREUVE,
    RANG,
    LigneLue,
    Releveur,
    lire_code,
    lire_reference,
    texte_court,
)
from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import sans_accents

COLONNES = (
    CANDIDATURE,
    RANG,
    EPREUVE,
    Colonne("note", "Note", ("note /20", "note sur 20")),
    Colonne("resultat", "Résultat", ("décision", "décision du jury"), obligatoire=False),
)
SANS_NOTE = {"ABS": "Absent", "DISP": "Dispensé"}
_MOTS = {
    **dict.fromkeys(("ABS", "ABSENT", "ABSENTE"), "ABS"),
    **dict.fromkeys(("DISP", "DISPENSE", "DISPENSEE"), "DISP"),
}
_NOTE = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?(?: ?/ ?20)?")


def lire_note_du_releve(rangee: Rangee, _aujourd_hui: date) -> LigneLue | Erreur:
    """Read one line."""
    cellules = Releveur(rangee)
    reference = cellules.lire(lire_reference, "candidature", "rang")
    donnees = {
        "epreuve": cellules.lire(lire_code, "epreuve"),
        "note": cellules.lire(lire_note, "note"),
        "resultat": cellules.lire(texte_court("Résultat", 100, obligatoire=False), "resultat"),
    }
    return cellules.conclure(reference, donnees)


def lire_note(texte: str) -> str:
    """Return a note as decimal text (« 12.5 »), or « ABS » or « DISP ». Raises SaisieInvalide."""
    if not texte:
        raise SaisieInvalide("La note manque : écrivez une note, ABS ou DISP.")
    if mot := _MOTS.get(sans_accents(texte)):
        return mot
    trouve = _NOTE.fullmatch(texte)
    if trouve is None:
        raise SaisieInvalide(f"{citer(texte)} n'est pas une note : écrivez par exemple 12,5 ou ABS ou DISP.")
    note = Decimal(f"{trouve[1]}.{trouve[2] or 0}")
    if note > 20:
        raise SaisieInvalide(f"Une note va de 0 à 20 : {citer(texte)} n'en est pas une.")
    return f"{note.normalize():f}"


def dire_note(note: str) -> str:
    """« 12,5 / 20 », « Absent »."""
    return SANS_NOTE.get(note) or f"{note.replace('.', ',')} / 20"


def croiser(lignes: Iterable[LigneLue]) -> tuple[Erreur, ...]:
    """Return the lines that repeat an épreuve, or give one candidature another decision."""
    epreuves: dict[tuple[str, str], int] = {}
    decisions: dict[str, tuple[str, int]] = {}
    erreurs: list[Erreur] = []
    for ligne in lignes:
        qui, resultat = str(ligne.reference), ligne.donnees["resultat"]
        avant = epreuves.setdefault((qui, ligne.donnees["epreuve"]), ligne.numero)
        if avant != ligne.numero:
            erreurs.append(Erreur(ligne.numero, f"Cette épreuve a déjà une note à la ligne {avant}."))
            continue
        dite, numero = decisions.setdefault(qui, (resultat, ligne.numero)) if resultat else (resultat, 0)
        if dite != resultat:
            erreurs.append(Erreur(ligne.numero, f"Le résultat n'est pas celui de la ligne {numero}."))
    return tuple(erreurs)


def decision(rangees: Iterable[Mapping[str, Any]]) -> str:
    """Return what the jury decided, "" when no line says it."""
    return next((str(une["resultat"]) for une in rangees if une.get("resultat")), "")
