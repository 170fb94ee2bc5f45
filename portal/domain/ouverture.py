"""What a list of openings says of each exam: closes soon, open, opens later; most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from portal.domain.catalogue import Entree
from portal.domain.limite import derniere_minute
from portal.domain.selection import majuscule
from portal.domain.typographie import INSECABLE, pluriel

BIENTOT_JOURS = 7


@dataclass(frozen=True, slots=True)
class Annonce:
    """One line of « Ouverts en ce moment »: the date to remember, and a badge that says it."""

    entree: Entree
    lieu: str
    ouvert: bool
    ton: str
    badge: str
    jour: str
    mois: str


def annoncer(entrees: Iterable[Entree], maintenant: datetime, au_plus: int = 6) -> tuple[Annonce, ...]:
    """Return the exams that are open, the first to close first, then those that will open."""
    en_cours = [une for une in entrees if maintenant < une.fermeture]
    ouverts = sorted((une for une in en_cours if une.ouverture <= maintenant), key=lambda une: une.fermeture)
    a_venir = sorted((une for une in en_cours if une.ouverture > maintenant), key=lambda une: une.ouverture)
    return tuple(_annonce(une, maintenant) for une in (*ouverts, *a_venir)[:au_plus])


def phrase_fermeture(fermeture: datetime, maintenant: datetime, fuseau: ZoneInfo) -> str:
    """Return « ferme dans 3 jours », « ferme demain à 17 h », « jusqu'au 19 novembre, 17 h ».

    Days are those of the zone.
    """
    local = derniere_minute(fermeture, fuseau).astimezone(fuseau)
    jours = (local.date() - maintenant.astimezone(fuseau).date()).days
    if jours > BIENTOT_JOURS:
        return f"jusqu'au {format_date(local, 'd MMMM', locale='fr')}, {_heure(local)}"
    if jours > 1:
        return f"ferme dans {pluriel(jours, 'jour')}"
    return f"ferme {'demain' if jours else 'aujourd’hui'} à {_heure(local)}"


def _annonce(entree: Entree, maintenant: datetime) -> Annonce:
    fuseau = ZoneInfo(str(entree.fuseau))
    ouvert = entree.ouverture <= maintenant
    quand = (derniere_minute(entree.fermeture, fuseau) if ouvert else entree.ouverture).astimezone(fuseau)
    badge = (
        phrase_fermeture(entree.fermeture, maintenant, fuseau)
        if ouvert
        else f"ouvre le {format_date(quand, 'd MMMM', locale='fr')}"
    )
    ton = "gris" if not ouvert else "ambre" if badge.startswith("ferme") else "vert"
    lieu = f"{majuscule(entree.academie.intitule)} · session {entree.session_examen}"
    return Annonce(entree, lieu, ouvert, ton, badge, str(quand.day), format_date(quand, "MMM", locale="fr"))


def _heure(local: datetime) -> str:
    minutes = f"{local.minute:02d}" if local.minute else ""
    return f"{local.hour}{INSECABLE}h{INSECABLE if minutes else ''}{minutes}"
