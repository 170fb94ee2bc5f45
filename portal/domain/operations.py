"""Operators of a test, and what stands on their right: a word, `=chemin`, an instant."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.domain.instant import Instant
from portal.domain.portee import ABSENT, INCONNU, Portee, Verite


@dataclass(frozen=True, slots=True)
class Litteral:
    """A value written in the model."""

    valeur: object

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset()

    def valeurs(self, portee: Portee) -> tuple[object, ...] | None:
        return (self.valeur,)


@dataclass(frozen=True, slots=True)
class Reference:
    """`=chemin`: the value of another path (one of them when it holds several)."""

    chemin: str

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset((self.chemin,))

    def valeurs(self, portee: Portee) -> tuple[object, ...] | None:
        valeur = portee.dehors.lire(self.chemin)
        if valeur is INCONNU:
            return None
        if valeur is ABSENT:
            return ()
        return valeur if isinstance(valeur, tuple) else (valeur,)


@dataclass(frozen=True, slots=True)
class InstantEcrit:
    """A date, a jalon or `cloture - 3 jours` on the right of a date test."""

    instant: Instant

    @property
    def chemins(self) -> frozenset[str]:
        return bases(self.instant)

    def valeurs(self, portee: Portee) -> tuple[object, ...] | None:
        valeur = portee.instant(self.instant)
        return None if valeur is None else (valeur,)


Operande = Litteral | Reference | InstantEcrit


def bases(instant: Instant | None) -> frozenset[str]:
    """Return the name on which an instant stands: a date answer is a path like any other."""
    return frozenset((instant.base,)) if instant and isinstance(instant.base, str) else frozenset()


_ORDRES: dict[str, Callable[[Any, Any], Any]] = {
    "au_moins": operator.ge,
    "au_plus": operator.le,
    "plus_de": operator.gt,
    "moins_de": operator.lt,
    "avant": operator.lt,
    "apres": operator.gt,
    "a_partir_de": operator.ge,
    "jusqu_au": operator.le,
}
ORDRES_NOMBRE = ("au_moins", "au_plus", "plus_de", "moins_de")
ORDRES_DATE = ("avant", "apres", "a_partir_de", "jusqu_au")


def _comparer(ordre: Callable[[Any, Any], Any], gauche: object, droite: object, portee: Portee) -> bool:
    """Compare two values; a date and an instant meet as days of the model's zone.

    Values of different kinds, which only a modèle compiled before this check can hold, never compare.
    """
    if isinstance(gauche, date) and isinstance(droite, date):
        if not (isinstance(gauche, datetime) and isinstance(droite, datetime)):
            gauche, droite = portee.jour(gauche), portee.jour(droite)
    try:
        return bool(ordre(gauche, droite))
    except TypeError:
        return False


def _parmi(gauche: tuple[object, ...], droite: Sequence[object], portee: Portee) -> bool:
    return any(_comparer(operator.eq, g, d, portee) for g in gauche for d in droite)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operator of a test: `parmi`, `sauf`, an order, `contient_un`, `contient_tous`."""

    nom: str
    operandes: tuple[Operande, ...]

    def evaluer(self, valeur: object, portee: Portee) -> Verite:
        droite: list[object] = []
        for operande in self.operandes:
            valeurs = operande.valeurs(portee)
            if valeurs is None:
                return None
            droite.extend(valeurs)
        gauche = valeur if isinstance(valeur, tuple) else (valeur,)
        if self.nom == "sauf":
            return not _parmi(gauche, droite, portee)
        if self.nom == "contient_tous":
            return all(d in gauche for d in droite)
        if self.nom in ("parmi", "contient_un"):
            return _parmi(gauche, droite, portee)
        ordre = _ORDRES[self.nom]
        return bool(droite) and all(_comparer(ordre, g, d, portee) for g in gauche for d in droite)
