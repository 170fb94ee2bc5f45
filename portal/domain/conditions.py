"""Conditions: structured data evaluated with three values, true, false and not yet known.

The compiler builds these objects; nothing here reads YAML. A condition never fails: what cannot be
known yet is ``None``, and ``None`` shows nothing, demands nothing and refuses nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from portal.domain.instant import Instant

Verite = bool | None


class Vide(Enum):
    """What a path holds when it holds no value."""

    INCONNU = "inconnu"  # not answered yet, the tab is still open
    ABSENT = "absent"  # masked, or left empty on a validated tab: satisfies no test


INCONNU, ABSENT = Vide.INCONNU, Vide.ABSENT


class Portee(Protocol):
    """Where paths get their values: a candidature being filled in, or one item of a list."""

    def lire(self, chemin: str) -> object: ...

    def age(self, au: Instant) -> Decimal | Vide: ...

    def instant(self, instant: Instant) -> datetime | date | None: ...

    def jour(self, instant: datetime | date) -> date: ...

    def elements(self, chemin: str) -> Sequence[Portee] | Vide: ...

    @property
    def dehors(self) -> Portee:
        """The candidature being filled in: what the right of a test reads, even inside `telles_que`."""
        ...


class Condition(Protocol):
    """Anything that can be true, false or not yet known."""

    def evaluer(self, portee: Portee) -> Verite: ...

    @property
    def chemins(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Constante:
    """« oui » or « non » where a condition may stand."""

    valeur: bool

    def evaluer(self, portee: Portee) -> Verite:
        return self.valeur

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset()


TOUJOURS, JAMAIS = Constante(True), Constante(False)


def _tous(verites: Sequence[Verite]) -> Verite:
    if False in verites:
        return False
    return None if None in verites else True


def _un(verites: Sequence[Verite]) -> Verite:
    if True in verites:
        return True
    return None if None in verites else False


@dataclass(frozen=True, slots=True)
class Tous:
    """All lines must hold."""

    lignes: tuple[Condition, ...]

    def evaluer(self, portee: Portee) -> Verite:
        return _tous([ligne.evaluer(portee) for ligne in self.lignes])

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset().union(*(ligne.chemins for ligne in self.lignes))


@dataclass(frozen=True, slots=True)
class UnDe(Tous):
    """One of these conditions must hold."""

    def evaluer(self, portee: Portee) -> Verite:
        return _un([ligne.evaluer(portee) for ligne in self.lignes])


@dataclass(frozen=True, slots=True)
class AucunDe(Tous):
    """None of these conditions may hold."""

    def evaluer(self, portee: Portee) -> Verite:
        verite = _un([ligne.evaluer(portee) for ligne in self.lignes])
        return None if verite is None else not verite


@dataclass(frozen=True, slots=True)
class Cas:
    """A condition that has a name."""

    nom: str
    condition: Condition

    def evaluer(self, portee: Portee) -> Verite:
        return self.condition.evaluer(portee)

    @property
    def chemins(self) -> frozenset[str]:
        return self.condition.chemins


@dataclass(frozen=True, slots=True)
class Litteral:
    """A value written in the model."""

    valeur: object

    def valeurs(self, portee: Portee) -> tuple[object, ...] | None:
        return (self.valeur,)


@dataclass(frozen=True, slots=True)
class Reference:
    """`=chemin`: the value of another path (one of them when it holds several)."""

    chemin: str

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

    def valeurs(self, portee: Portee) -> tuple[object, ...] | None:
        valeur = portee.instant(self.instant)
        return None if valeur is None else (valeur,)


Operande = Litteral | Reference | InstantEcrit

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


def _comparer(ordre: str, gauche: object, droite: object, portee: Portee) -> bool:
    """Compare two values of the same kind; a date and an instant meet as days of the model's zone."""
    if isinstance(gauche, date) and isinstance(droite, date):
        if not (isinstance(gauche, datetime) and isinstance(droite, datetime)):
            gauche, droite = portee.jour(gauche), portee.jour(droite)
    return bool(_ORDRES[ordre](gauche, droite))


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
            return not any(g in droite for g in gauche)
        if self.nom == "contient_tous":
            return all(d in gauche for d in droite)
        if self.nom in ("parmi", "contient_un"):
            return any(g in droite for g in gauche)
        return bool(droite) and all(_comparer(self.nom, g, d, portee) for g in gauche for d in droite)


@dataclass(frozen=True, slots=True)
class Test:
    """One line `chemin: test`."""

    chemin: str
    operations: tuple[Operation, ...] = ()
    renseigne: bool | None = None
    au: Instant | None = None

    def evaluer(self, portee: Portee) -> Verite:
        valeur = portee.lire(self.chemin) if self.au is None else portee.age(self.au)
        return self.evaluer_sur(valeur, portee)

    def evaluer_sur(self, valeur: object, portee: Portee) -> Verite:
        """The same test on a value in hand (`verifie` tests the answer itself)."""
        if valeur is INCONNU:
            return None
        if self.renseigne is not None and (valeur is not ABSENT) is not self.renseigne:
            return False
        if valeur is ABSENT:
            return self.renseigne is False
        return _tous([operation.evaluer(valeur, portee) for operation in self.operations])

    @property
    def chemins(self) -> frozenset[str]:
        droite = (o.chemin for op in self.operations for o in op.operandes if isinstance(o, Reference))
        return frozenset((self.chemin, *droite))


@dataclass(frozen=True, slots=True)
class Somme:
    """`somme: {de: heures, …}` on the selected rows."""

    de: str
    test: Test


@dataclass(frozen=True, slots=True)
class TestElements:
    """`telles_que` on rows, épreuves or other candidatures, counted or summed."""

    chemin: str
    condition: Condition
    nombre: Test | None = None
    somme: Somme | None = None
    externes: frozenset[str] = field(default_factory=frozenset)

    def evaluer(self, portee: Portee) -> Verite:
        elements = portee.elements(self.chemin)
        if isinstance(elements, Vide):
            return None if elements is INCONNU else False
        verites = [self.condition.evaluer(element) for element in elements]
        if None in verites:
            return None
        retenus = [e for e, verite in zip(elements, verites, strict=True) if verite]
        if self.somme is not None:
            return self.somme.test.evaluer_sur(_somme(retenus, self.somme.de), portee)
        if self.nombre is not None:
            return self.nombre.evaluer_sur(Decimal(len(retenus)), portee)
        return bool(retenus)

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset((self.chemin,)) | self.externes


def _somme(elements: Sequence[Portee], chemin: str) -> Decimal:
    valeurs = (element.lire(chemin) for element in elements)
    return sum((v for v in valeurs if isinstance(v, Decimal)), Decimal(0))
