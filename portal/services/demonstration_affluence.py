"""Who comes when, in the demonstration: a rush on the first days, quiet Sundays, people who stop half-way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from portal.services.modeles import Entree
from portal.services.portail import Portail

# One modèle out of two families, and its share.
MODELES = {"poitiers/demo-cap-2025": 0.6, "clermont_ferrand/demo-cs-2026": 0.4}
PART_DES_BROUILLONS = 0.17
# How many ordinary days the first ones are worth, and the days when offices are closed.
AFFLUENCE = (3.5, 1.9)
SAMEDI, DIMANCHE = 0.5, 0.35
HEURES = (2, 4, 7, 9, 8, 7, 6, 6, 6, 7, 8, 9, 9, 8, 7, 4, 2)  # from 7 in the morning to midnight
ABANDONS = (5, 4, 6, 3, 2, 4)  # after none of the tabs, after the first one…


@dataclass(frozen=True, slots=True)
class Place:
    """When and to what somebody registers; `onglets` is how far a draft went, None when it is recorded."""

    le: datetime
    entree: Entree
    onglets: int | None


def places(portail: Portail, hasard: Random, combien: int) -> list[Place]:
    """Draw who registers when, in the order of time."""
    maintenant = portail.horloge.maintenant()
    entrees = [entree for slug in MODELES if (entree := portail.modeles.entree(slug)) is not None]
    ouvertes = [e for e in entrees if e.ouverture + timedelta(hours=6) < maintenant < e.fermeture]
    if not ouvertes:
        return []
    tirees = hasard.choices(ouvertes, [MODELES[entree.slug] for entree in ouvertes], k=combien)
    lieux = (Place(_instant(hasard, e, maintenant), e, _etape(hasard, portail, e)) for e in tirees)
    return sorted(lieux, key=lambda place: place.le)


def _etape(hasard: Random, portail: Portail, entree: Entree) -> int | None:
    """Return how many tabs a draft validated, None for who goes to the end."""
    if hasard.random() >= PART_DES_BROUILLONS:
        return None
    tous = len(portail.modeles.pour(entree.version_modele_id, entree.slug).onglets)
    return hasard.choices(range(tous), [*ABANDONS[:tous], *[1] * (tous - len(ABANDONS))])[0]


def _instant(hasard: Random, entree: Entree, maintenant: datetime) -> datetime:
    """Draw an instant of the window: a rush on the first day, few on Sundays, nobody at night."""
    jours = list(_jours(entree, maintenant))
    jour = hasard.choices(jours, [_poids(rang, un) for rang, un in enumerate(jours)])[0]
    jour, heure = jour.astimezone(entree.fuseau), hasard.choices(range(7, 24), HEURES)[0]
    tire = jour.replace(hour=heure, minute=hasard.randrange(60), second=hasard.randrange(60), microsecond=0)
    debut, fin = entree.ouverture + timedelta(minutes=20), maintenant - timedelta(minutes=40)
    if debut <= tire <= fin:
        return tire.astimezone(maintenant.tzinfo)
    return debut + (fin - debut) * hasard.random()


def _jours(entree: Entree, maintenant: datetime) -> Iterator[datetime]:
    jour = entree.ouverture
    while jour <= maintenant:
        yield jour
        jour += timedelta(days=1)


def _poids(rang: int, jour: datetime) -> float:
    if rang < len(AFFLUENCE):
        return AFFLUENCE[rang]
    return DIMANCHE if jour.weekday() == 6 else SAMEDI if jour.weekday() == 5 else 1.0
