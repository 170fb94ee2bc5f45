"""Sessions of one exam that follow one another: which of them a demonstration moves, and by how many days.

One session is open at any moment and another one follows it, whatever the day: what the calendars of the
modèles leave out is filled with copies of the latest sessions that are over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.calendrier import Periode
from portal.domain.langage.decalage import deplacer, jours_pour_ouvrir

AN = 364  # days: whole weeks, so that a Monday stays a Monday


@dataclass(frozen=True, slots=True)
class Seance:
    """One session as its modèle dates it; `garde` is the shift of the copy that exists already."""

    periode: Periode
    garde: int | None = None


def decalages(seances: Sequence[Seance], maintenant: datetime) -> tuple[int | None, ...]:
    """Return by how many days to move each session, None for one that needs no copy.

    A copy that is not over stays where it is.
    """
    voulus = [une.garde if _vit(une, maintenant) else None for une in seances]
    montrees = [deplacer(une.periode, jours or 0) for une, jours in zip(seances, voulus, strict=True)]
    finies = [rang for rang, periode in enumerate(montrees) if periode.etat(maintenant) == "fermee"]
    finies.sort(key=lambda rang: montrees[rang].ouverture)
    ouvertes = [periode for periode in montrees if periode.etat(maintenant) == "ouverte"]
    suivie = any(periode.etat(maintenant) == "a_venir" for periode in montrees)
    manquent = (not ouvertes) + (not suivie)
    libres = finies[-manquent:] if manquent else []
    if libres and not ouvertes:
        rang = libres.pop(0)
        voulus[rang] = jours_pour_ouvrir(seances[rang].periode, maintenant)
        ouvertes.append(deplacer(seances[rang].periode, voulus[rang] or 0))
    if libres and not suivie:
        fin = max(periode.fermeture for periode in ouvertes)
        voulus[libres[0]] = _apres(seances[libres[0]].periode, fin)
    return tuple(voulus)


def _vit(seance: Seance, maintenant: datetime) -> bool:
    return seance.garde is not None and deplacer(seance.periode, seance.garde).fermeture > maintenant


def _apres(periode: Periode, fin: datetime) -> int:
    """Return the whole years that bring an opening after an instant."""
    annees = 1
    while deplacer(periode, annees * AN).ouverture <= fin:
        annees += 1
    return annees * AN
