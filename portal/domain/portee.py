"""What conditions read: three-valued truth, the value of a path, and the two ways of having none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Protocol

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


def tous(verites: Sequence[Verite]) -> Verite:
    """Return whether all hold: one that does not decides, whatever the others are."""
    if False in verites:
        return False
    return None if None in verites else True


def un(verites: Sequence[Verite]) -> Verite:
    """Return whether one holds: one that does decides, whatever the others are."""
    if True in verites:
        return True
    return None if None in verites else False
