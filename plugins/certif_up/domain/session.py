"""A session as the files of the union name it: « juin 2022 », « janvier 2023 »."""

from __future__ import annotations

import re

from portal.domain.date_saisie import MOIS
from portal.domain.texte_saisi import sans_accents

_SESSION = re.compile(r"([A-Z]+) ([0-9]{4})")
_RANGS = {sans_accents(mois): rang for rang, mois in enumerate(MOIS, 1)}
PREMIERE = 1990


def lire_session(texte: str, annee: int) -> str | None:
    """Return a past or present session in one spelling, None for what is none; `annee` is this year."""
    trouve = _SESSION.fullmatch(sans_accents(texte))
    if trouve is None or trouve[1] not in _RANGS or not PREMIERE <= int(trouve[2]) <= annee:
        return None
    return f"{MOIS[_RANGS[trouve[1]] - 1]} {trouve[2]}"


def derniere(*sessions: str | None) -> str | None:
    """Return the latest of some sessions, None when there is none."""
    connues = [une for une in sessions if une]
    return max(connues, key=_rang, default=None)


def _rang(nommee: str) -> tuple[int, int]:
    trouve = _SESSION.fullmatch(sans_accents(nommee))
    return (int(trouve[2]), _RANGS.get(trouve[1], 0)) if trouve else (0, 0)
