"""A value that depends: cases in order, the first true one wins, the last has no condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.domain.conditions import TOUJOURS, Condition, Portee

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selon(Generic[T]):
    """`cas` are (condition, value); a value written alone is a single case that always holds."""

    cas: tuple[tuple[Condition, T], ...]

    @classmethod
    def toujours(cls, valeur: T) -> Selon[T]:
        """Return a value that depends on nothing."""
        return cls(((TOUJOURS, valeur),))

    def choisir(self, portee: Portee) -> T | None:
        """Return the value of the first case that holds, None while that cannot be told."""
        for condition, valeur in self.cas:
            verite = condition.evaluer(portee)
            if verite is not False:
                return valeur if verite else None
        return None

    @property
    def valeurs(self) -> tuple[T, ...]:
        """Return every value that may be chosen."""
        return tuple(valeur for _, valeur in self.cas)
