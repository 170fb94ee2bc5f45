"""Working days of France: Monday to Friday without public holidays, and the hours that run on them.

No law defines « 72 heures ouvrées ». Here hours run from 00:00 to 24:00 of each working day, so that 24 of
them are a working day; a deadline that falls at midnight is the end of the working day before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

SAMEDI = 5
UN_JOUR = timedelta(days=1)
# The subdivisions of the library, where a département's public holidays are not those of the mainland.
_SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM",
    "976": "976", "977": "BL", "978": "MF", "984": "TF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
JOURS_FERIES_PROPRES = tuple(_SUBDIVISIONS)


@dataclass(frozen=True, slots=True)
class JoursOuvres:
    """The working days of a département (« 57 », « 974 »), or of mainland France by default."""

    departement: str = ""

    def est_ouvre(self, jour: date) -> bool:
        """Tell whether `jour` is worked."""
        return jour.weekday() < SAMEDI and jour not in _feries(jour.year, _SUBDIVISIONS.get(self.departement))

    def decaler(self, jour: date, combien: int) -> date:
        """Return the `combien`-th working day after `jour`, or before it when negative."""
        pas = UN_JOUR if combien > 0 else -UN_JOUR
        for _ in range(abs(combien)):
            jour += pas
            while not self.est_ouvre(jour):
                jour += pas
        return jour

    def avancer(self, depart: datetime, duree: timedelta) -> datetime:
        """Return the end of `duree` of working time, on the clock of the place.

        `depart` and the result are naive, local: a working day has 24 hours even when clocks change.
        A negative `duree` goes back in time.
        """
        reste = abs(duree)
        for debut, fin in self._plages(depart, en_avant=duree >= timedelta(0)):
            if reste <= fin - debut:
                return debut + reste if duree >= timedelta(0) else fin - reste
            reste -= fin - debut
        return depart

    def _plages(self, depart: datetime, *, en_avant: bool) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of working time after, or before, `depart`, nearest first."""
        minuit = datetime.combine(depart.date(), time())
        plage = (depart, minuit + UN_JOUR) if en_avant else (minuit, depart)
        pas = UN_JOUR if en_avant else -UN_JOUR
        while True:
            if self.est_ouvre(minuit.date()):
                yield plage
            minuit += pas
            plage = (minuit, minuit + UN_JOUR)


METROPOLE = JoursOuvres()


@cache
def _feries(annee: int, subdivision: str | None) -> frozenset[date]:
    """Imported here because the library is heavy, and few exams count working days."""
    from holidays import country_holidays

    return frozenset(country_holidays("FR", years=annee, subdiv=subdivision))
