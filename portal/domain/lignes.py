"""The buttons of a form that change what it shows: rows of a repetition, answers taken from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from portal.domain.brouillon import Saisies
from portal.domain.champs import TYPES
from portal.domain.champs.repetition import LIGNES_AU_PLUS
from portal.domain.situation import Situation

Formulaire = Mapping[str, Sequence[str]]
_LIGNE = re.compile(r"(\d{1,3})((?:\..+)?)", re.ASCII)


def compter(formulaire: Formulaire, cle: str) -> int:
    """Return how many rows of a repetition a form shows."""
    numeros = [int(trouve[1]) for nom in formulaire if (trouve := _ligne(nom, cle))]
    return max(numeros, default=-1) + 1


def ajouter(formulaire: Formulaire, cle: str) -> int:
    """Return how many rows to show once one more was asked for."""
    return min(max(compter(formulaire, cle), 1) + 1, LIGNES_AU_PLUS)


def retirer(formulaire: Formulaire, cle: str, numero: int) -> dict[str, list[str]]:
    """Return the form without one row, the next ones moved up."""
    suite: dict[str, list[str]] = {}
    for nom, valeurs in formulaire.items():
        trouve = _ligne(nom, cle)
        rang = int(trouve[1]) if trouve else -1
        if trouve and rang == numero:
            continue
        if trouve and rang > numero:
            nom = f"{cle}.{rang - 1}{trouve[2]}"
        suite[nom] = list(valeurs)
    return suite


def remettre(
    situation: Situation, saisies: Saisies, formulaire: Formulaire, cle: str
) -> dict[str, list[str]]:
    """Return the form with the inputs of one answer put back to what the draft holds."""
    suite = {nom: list(v) for nom, v in formulaire.items() if nom != cle and not nom.startswith(f"{cle}.")}
    question = situation.question(cle)
    if question is None:
        return suite
    brute = situation.brute(question)
    gardees = saisies.get(cle) or TYPES[question.champ.type].montrer(question.champ, brute)
    return suite | {f"{cle}.{partie}" if partie else cle: list(v) for partie, v in gardees.items()}


def _ligne(nom: str, cle: str) -> re.Match[str] | None:
    return _LIGNE.fullmatch(nom[len(cle) + 1 :]) if nom.startswith(f"{cle}.") else None
