"""How a deadline is said to people: exclusive instants, the zone whose clock it is, and Paris beside it.

A deadline written as a day alone ends at the following midnight: it is said by its last day, « inclus ».
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from portal.domain.affichage import PARIS, instant_long, jour_long
from portal.domain.typographie import INSECABLE

# With the article that no library knows; the zones of the académies and collectivities.
LIEUX = {
    PARIS.key: "de Paris",
    "America/Martinique": "de la Martinique",
    "America/Guadeloupe": "de la Guadeloupe",
    "America/Cayenne": "de la Guyane",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "Indian/Reunion": "de La Réunion",
    "Indian/Mayotte": "de Mayotte",
    "Pacific/Noumea": "de la Nouvelle-Calédonie",
    "Pacific/Tahiti": "de Tahiti",
    "Pacific/Wallis": "de Wallis-et-Futuna",
}


def nom_fuseau(fuseau: ZoneInfo) -> str:
    """« heure de Paris », « heure de la Martinique »: whose clock an hour is."""
    lieu = LIEUX.get(fuseau.key) or f"de {get_timezone_location(fuseau, locale='fr', return_city=True)}"
    return f"heure {lieu}"


def avant(limite: datetime, fuseau: ZoneInfo) -> str:
    """« avant le mercredi 19 novembre 2025 à 17 h 00 (heure de Paris) », or « jusqu’au … inclus »."""
    dernier = dernier_jour(limite, fuseau)
    if dernier is not None:
        return f"jusqu’au {dernier} inclus ({nom_fuseau(fuseau)})"
    return f"avant le {dit(limite, fuseau)}"


def dit(instant: datetime, fuseau: ZoneInfo) -> str:
    """« mercredi 18 septembre 2019 à 16 h 57 (heure de Paris) »; elsewhere, the hour of Paris follows."""
    ici = f"{instant_long(instant, fuseau)} ({nom_fuseau(fuseau)}"
    if instant.astimezone(fuseau).utcoffset() == instant.astimezone(PARIS).utcoffset():
        return f"{ici})"
    a_paris = instant.astimezone(PARIS)
    jour = "" if a_paris.date() == instant.astimezone(fuseau).date() else f" le {jour_long(instant)}"
    return f"{ici}, soit{jour} {a_paris.hour}{INSECABLE}h{INSECABLE}{a_paris:%M} à Paris)"


def derniere_minute(limite: datetime, fuseau: ZoneInfo) -> datetime:
    """Return a closing as guides write it: one that ends at midnight is said « 23:59 » of the day before."""
    local = limite.astimezone(fuseau)
    return limite - timedelta(minutes=1) if local.time() == time() else limite


def dernier_jour(limite: datetime, fuseau: ZoneInfo) -> str | None:
    """Return the last day of a limit that ends at midnight, None for any other hour."""
    local = limite.astimezone(fuseau)
    return jour_long(local - timedelta(seconds=1), fuseau) if local.time() == time() else None
