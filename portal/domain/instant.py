"""Instants of the exam language: a date, a jalon or an event, plus or minus a duration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.domain.duree import Duree
from portal.domain.jours_ouvres import METROPOLE, JoursOuvres

LIMITE = "limite"  # in a mail's « quand »: the deadline of each missing pièce
Repere = Callable[[str], datetime | date | None]


@dataclass(frozen=True, slots=True)
class Instant:
    """`cloture - 3 jours`: a named `base`, or a written date or datetime, and a shift of `sens` × `duree`.

    A day alone used as a limit ends at the following midnight; `EnJour` tests never see that.
    """

    base: str | datetime | date
    duree: Duree | None = None
    sens: int = 1

    def evaluer(
        self, repere: Repere, fuseau: ZoneInfo, ouvres: JoursOuvres = METROPOLE
    ) -> datetime | date | None:
        """Return the day or the aware instant, None while the base is not known."""
        depart = repere(self.base) if isinstance(self.base, str) else self.base
        if depart is None or self.duree is None:
            return depart
        if isinstance(depart, datetime):
            return self.duree.decaler(depart, self.sens, fuseau, ouvres)
        return self.duree.decaler(depart, self.sens, fuseau, ouvres)


def fin_du_jour(valeur: datetime | date, fuseau: ZoneInfo) -> datetime:
    """Return the exclusive instant at which a limit ends: midnight after a day alone."""
    if isinstance(valeur, datetime):
        return valeur
    return datetime.combine(valeur + timedelta(days=1), time(), fuseau)


def jour_dans(valeur: datetime | date, fuseau: ZoneInfo) -> date:
    """Return the day of an instant in the model's zone."""
    return valeur.astimezone(fuseau).date() if isinstance(valeur, datetime) else valeur
