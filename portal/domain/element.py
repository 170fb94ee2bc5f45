"""One item of a list inside `telles_que`: a row, an épreuve, another candidature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.domain.conditions import ABSENT, Portee, Vide
from portal.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Element:
    """Left of a test is the item; what it does not hold is absent. Right of it is the candidature."""

    faits: Mapping[str, object]
    dehors: Portee

    def lire(self, chemin: str) -> object:
        valeur = self.faits.get(chemin)
        return ABSENT if valeur is None or valeur == "" else valeur

    def age(self, au: Instant) -> Decimal | Vide:
        return ABSENT

    def instant(self, instant: Instant) -> datetime | date | None:
        return self.dehors.instant(instant)

    def jour(self, instant: datetime | date) -> date:
        return self.dehors.jour(instant)

    def elements(self, chemin: str) -> Sequence[Portee] | Vide:
        return ABSENT
