"""Conditions: structured data evaluated with three values, true, false and not yet known.

The compiler builds these objects; nothing here reads YAML. A condition never fails: what cannot be
known yet is ``None``, and ``None`` shows nothing, demands nothing and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from portal.domain.instant import Instant
from portal.domain.operations import (
    ORDRES_DATE,
    ORDRES_NOMBRE,
    InstantEcrit,
    Litteral,
    Operande,
    Operation,
    Reference,
    bases,
)
from portal.domain.portee import ABSENT, INCONNU, Portee, Verite, Vide, tous, un

__all__ = [
    "ABSENT", "INCONNU", "JAMAIS", "ORDRES_DATE", "ORDRES_NOMBRE", "TOUJOURS", "AucunDe", "Cas", "Condition",
    "Constante", "InstantEcrit", "Litteral", "Operande", "Operation", "Portee", "Reference", "Somme", "Test",
    "TestElements", "Tous", "UnDe", "Verite", "Vide", "tous", "un",
]  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Tous:
    """All lines must hold."""

    lignes: tuple[Condition, ...]

    def evaluer(self, portee: Portee) -> Verite:
        return tous([ligne.evaluer(portee) for ligne in self.lignes])

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset().union(*(ligne.chemins for ligne in self.lignes))


@dataclass(frozen=True, slots=True)
class UnDe(Tous):
    """One of these conditions must hold."""

    def evaluer(self, portee: Portee) -> Verite:
        return un([ligne.evaluer(portee) for ligne in self.lignes])


@dataclass(frozen=True, slots=True)
class AucunDe(Tous):
    """None of these conditions may hold."""

    def evaluer(self, portee: Portee) -> Verite:
        verite = un([ligne.evaluer(portee) for ligne in self.lignes])
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
        return tous([operation.evaluer(valeur, portee) for operation in self.operations])

    @property
    def chemins(self) -> frozenset[str]:
        droite = frozenset().union(*(o.chemins for operation in self.operations for o in operation.operandes))
        return droite | bases(self.au) | {self.chemin}


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
        if self.somme is None and self.nombre is None:
            return un(verites)
        if None in verites:
            return None
        retenus = [e for e, verite in zip(elements, verites, strict=True) if verite]
        if self.somme is not None:
            return self.somme.test.evaluer_sur(_somme(retenus, self.somme.de), portee)
        assert self.nombre is not None
        return self.nombre.evaluer_sur(Decimal(len(retenus)), portee)

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset((self.chemin,)) | self.externes


def _somme(elements: Sequence[Portee], chemin: str) -> Decimal:
    valeurs = (element.lire(chemin) for element in elements)
    return sum((v for v in valeurs if isinstance(v, Decimal)), Decimal(0))
