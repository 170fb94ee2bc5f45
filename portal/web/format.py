"""How templates write dates and durations: the filters of pages, mails and PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.adapters.horloge import Horloge
from portal.domain import affichage, limite
from portal.domain.champs.montant import formater_montant

PARIS = "Europe/Paris"
Fuseau = str | ZoneInfo


def filtres(horloge: Horloge) -> dict[str, Callable[..., Any]]:
    """Return the filters by name. Each takes a zone, by default that of Paris."""

    def duree_restante(fin: datetime, maintenant: datetime | None = None) -> str:
        return affichage.duree_restante(fin, maintenant or horloge.maintenant())

    return {
        "jour": jour,
        "jour_long": jour_long,
        "instant": instant,
        "instant_long": instant_long,
        "fin": fin,
        "fin_longue": fin_longue,
        "nom_fuseau": nom_fuseau,
        "avant": avant,
        "duree_restante": duree_restante,
        "montant": formater_montant,
    }


def jour(valeur: datetime | date, fuseau: Fuseau = PARIS) -> str:
    return affichage.jour(valeur, _zone(fuseau))


def jour_long(valeur: datetime | date, fuseau: Fuseau = PARIS) -> str:
    return affichage.jour_long(valeur, _zone(fuseau))


def instant(valeur: datetime, fuseau: Fuseau = PARIS) -> str:
    return affichage.instant(valeur, _zone(fuseau))


def instant_long(valeur: datetime, fuseau: Fuseau = PARIS) -> str:
    return affichage.instant_long(valeur, _zone(fuseau))


def fin(valeur: datetime, fuseau: Fuseau = PARIS) -> str:
    """A closing instant, « 27/12/2026 23:59 » when it is midnight."""
    return instant(limite.derniere_minute(valeur, _zone(fuseau)), fuseau)


def fin_longue(valeur: datetime, fuseau: Fuseau = PARIS) -> str:
    """The same with its weekday, « dimanche 27 décembre 2026 à 23 h 59 »."""
    return instant_long(limite.derniere_minute(valeur, _zone(fuseau)), fuseau)


def nom_fuseau(fuseau: Fuseau) -> str:
    """« heure de Paris », « heure de la Martinique »: whose clock an hour is."""
    return limite.nom_fuseau(_zone(fuseau))


def avant(valeur: datetime, fuseau: Fuseau = PARIS) -> str:
    """« avant le … à 17 h 00 (heure de Paris) », or « jusqu’au … inclus »: an exclusive instant."""
    return limite.avant(valeur, _zone(fuseau))


def _zone(fuseau: Fuseau) -> ZoneInfo:
    return fuseau if isinstance(fuseau, ZoneInfo) else ZoneInfo(fuseau)
