"""Dates as clerks write them (`19/11/2025 17:00`, a day alone, ISO) and instants (`cloture - 3 jours`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

_JOUR = r"(?:(?P<j>\d{1,2})/(?P<m>\d{1,2})/(?P<a>\d{4})|(?P<ai>\d{4})-(?P<mi>\d{2})-(?P<ji>\d{2}))"
_HEURE = r"(?P<h>\d{1,2}):(?P<mn>\d{2})(?::(?P<s>\d{2}))?"
_INSTANT = re.compile(rf"{_JOUR}(?:(?: +|T){_HEURE}(?P<decalage>Z|[+-]\d{{2}}:?\d{{2}})?)?", re.ASCII)
_EXPRESSION = re.compile(r"(?P<base>\S.*?)(?:\s+(?P<signe>[+-])\s+(?P<duree>\S.*))?")
_REPERE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
# Exams of before and after a career are slips of the keyboard.
_ANNEES = range(1900, 2200)
_HEURE_EN_LETTRES = re.compile(r"\d{1,2}\s?[hH]\s?(?:\d{2})?$", re.ASCII)
_EXEMPLE = "Écrivez par exemple 19/11/2025 17:00, ou 19/11/2025."


@dataclass(frozen=True, slots=True)
class ExpressionInstant:
    """`cloture - 3 jours`, not yet resolved: `base` is a name or a path, or a written date.

    `base` is a date for a day alone, a naive datetime when an hour is written; `signe` and `duree_texte`
    are empty when nothing is added. The zone comes later, from the modèle.
    """

    base: str | date | datetime
    signe: Literal["", "+", "-"] = ""
    duree_texte: str = ""


def lire_instant(texte: str, fuseau: ZoneInfo, fin: bool) -> datetime:
    """Return the instant written in `texte`, a local time of `fuseau`, as an aware UTC datetime.

    A day alone is its midnight; as an end (`fin`, exclusive), a day alone or 23:59 is the midnight after.
    Raises ValueError, with a French sentence, for what is not a date and for a local time that does not
    exist or exists twice when clocks change.
    """
    lu = lire_local(texte)
    if not isinstance(lu, datetime):
        return en_utc(datetime.combine(lu, time()) + timedelta(days=1 if fin else 0), fuseau)
    if fin and (lu.hour, lu.minute) == (23, 59):
        lu = datetime.combine(lu.date(), time()) + timedelta(days=1)
    return en_utc(lu, fuseau)


def lire_local(texte: str) -> date | datetime:
    """Return the day, or the naive local time, written in `texte`. Raises ValueError, in French."""
    trouve = _INSTANT.fullmatch(texte.strip())
    if trouve is None:
        heure = " L'heure s'écrit 17:00." if _HEURE_EN_LETTRES.search(texte.strip()) else ""
        raise ValueError(f"« {texte} » n'est pas une date.{heure} {_EXEMPLE}")
    if trouve["decalage"]:
        raise ValueError(
            f"« {texte} » porte son propre décalage horaire. Écrivez l'heure locale : le fuseau est celui de "
            "l'académie, ou se dit avec « fuseau »."
        )
    jour = _jour(texte, trouve)
    return jour if trouve["h"] is None else datetime.combine(jour, _heure(texte, trouve))


def lire_jour_ou_instant(texte: str, fuseau: ZoneInfo) -> date | datetime:
    """Return a day alone as a date, a local time of `fuseau` as an aware UTC datetime. Raises ValueError."""
    lu = lire_local(texte)
    return en_utc(lu, fuseau) if isinstance(lu, datetime) else lu


def lire_jour(texte: str) -> date:
    """Return the day written in `texte`. Raises ValueError, also when an hour is given."""
    lu = lire_local(texte)
    if isinstance(lu, datetime):
        raise ValueError(f"« {texte} » : un jour suffit ici, sans l'heure. Écrivez {lu:%d/%m/%Y}.")
    return lu


def lire_expression_instant(texte: str) -> ExpressionInstant:
    """Split `base ± durée`; the base is a date or a path. Raises ValueError with a French sentence.

    Only the syntax is read: whether the base exists and what the duration says is the compiler's business.
    """
    propre = " ".join(texte.split())
    trouve = _EXPRESSION.fullmatch(propre)
    if trouve is None:
        raise ValueError(f"il manque une date ou un repère. {_EXEMPLE}")
    base, duree = trouve["base"], trouve["duree"] or ""
    signe: Literal["", "+", "-"] = "" if not duree else "+" if trouve["signe"] == "+" else "-"
    if base[0].isdigit() or "/" in base:
        return ExpressionInstant(lire_local(base), signe, duree)
    if not _REPERE.fullmatch(base):
        raise ValueError(_base_refusee(propre, base))
    return ExpressionInstant(base, signe, duree)


def _base_refusee(texte: str, base: str) -> str:
    colle = re.fullmatch(r"([A-Za-z][\w.]*?) ?([+-]) ?(\d.*)", texte, re.ASCII)
    if colle:
        return (
            f"« {texte} » : il faut une espace de chaque côté du signe. "
            f"Écrivez « {colle[1]} {colle[2]} {colle[3]} »."
        )
    return f"« {base} » n'est ni une date ni un repère. Écrivez par exemple 19/11/2025, ou cloture - 3 jours."


def _jour(texte: str, trouve: re.Match[str]) -> date:
    annee, mois, jour = (int(trouve[a] or trouve[b]) for a, b in (("a", "ai"), ("m", "mi"), ("j", "ji")))
    if annee not in _ANNEES:
        raise ValueError(f"« {texte} » : l'année {annee} n'est pas possible.")
    try:
        return date(annee, mois, jour)
    except ValueError:
        raise ValueError(
            f"« {texte} » n'existe pas dans le calendrier. Vérifiez le jour et le mois."
        ) from None


def _heure(texte: str, trouve: re.Match[str]) -> time:
    try:
        return time(int(trouve["h"]), int(trouve["mn"]), int(trouve["s"] or 0))
    except ValueError:
        raise ValueError(
            f"« {texte} » : l'heure va de 00:00 à 23:59. Pour finir à minuit, écrivez le jour seul."
        ) from None


def en_utc(local: datetime, fuseau: ZoneInfo) -> datetime:
    """Return a naive local time of `fuseau` in UTC. Raises ValueError when it does not happen once."""
    avant, apres = (local.replace(tzinfo=fuseau, fold=fold) for fold in (0, 1))
    if avant.utcoffset() == apres.utcoffset():
        return avant.astimezone(UTC)
    if avant.astimezone(UTC).astimezone(fuseau).replace(tzinfo=None) != local:
        fait = "n'existe pas : ce jour-là, les horloges avancent d'une heure"
    else:
        fait = "existe deux fois : ce jour-là, les horloges reculent d'une heure"
    raise ValueError(f"{local:%d/%m/%Y %H:%M} {fait} ({fuseau.key}). Choisissez une autre heure.")
