"""A modèle moved in time: the same exam, every date of its calendar shifted, to try it when it is closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.domain.calendrier import Periode
from portal.domain.date_saisie import MOIS
from portal.domain.langage.arbre import Entree, Noeud, Scalaire, Table
from portal.domain.langage.dates import lire_local

OUVERT_DEPUIS = 16  # days, or half the window when it is shorter
JUIN = 6
ANNEE = r"\b(?:19|20)\d\d\b"


def jours_pour_ouvrir(periode: Periode, maintenant: datetime) -> int:
    """Return by how many days to move a window so that it is open now, for some days behind and ahead.

    Days are those of the window's zone, so that its hours stay the same.
    """
    fuseau: ZoneInfo = periode.fuseau
    duree = (periode.fermeture - periode.ouverture).days
    ouverture = periode.ouverture.astimezone(fuseau).date()
    depuis = min(OUVERT_DEPUIS, duree // 2)
    return (maintenant.astimezone(fuseau).date() - ouverture).days - depuis


def est_ouverte(periode: Periode, jours: int, maintenant: datetime) -> bool:
    """Tell whether a window moved by `jours` days is open."""
    return deplacer(periode, jours).etat(maintenant) == "ouverte"


def deplacer(periode: Periode, jours: int) -> Periode:
    """Return a window moved by some days; its hours are those of its own zone."""
    ouverture, fermeture = (
        (instant.astimezone(periode.fuseau) + timedelta(days=jours)).astimezone(instant.tzinfo)
        for instant in (periode.ouverture, periode.fermeture)
    )
    return Periode(ouverture, fermeture, periode.fuseau)


def decaler_session(session_examen: str, jours: int, mois_aussi: bool = False) -> str:
    """Return « juin 2027 » for « juin 2025 » two years later. A session without a month is that of June.

    `mois_aussi` names the month of arrival too: « avril 2027 » for « janvier 2027 » seventy days later.
    """
    nomme = next((rang for rang, nom in enumerate(MOIS, 1) if nom in session_examen.casefold()), None)

    def plus_tard(annee: re.Match[str]) -> str:
        return str((date(int(annee[0]), nomme or JUIN, 15) + timedelta(days=jours)).year)

    if mois_aussi and nomme is not None and (annee := re.search(ANNEE, session_examen)):
        jour = date(int(annee[0]), nomme, 15) + timedelta(days=jours)
        session_examen = re.sub(MOIS[nomme - 1], MOIS[jour.month - 1], session_examen, flags=re.IGNORECASE)
    return re.sub(ANNEE, plus_tard, session_examen)


def decaler(arbre: Table, jours: int, session_examen: str) -> Table:
    """Return a modèle's tree with its calendar moved by `jours` days, and another session d'examen."""
    calendrier, ancienne = arbre.get("calendrier"), arbre.get("session")
    nouvelles = dict(arbre.entrees)
    if isinstance(calendrier, Table):
        deplace = _deplacer(calendrier, jours)
        nouvelles["calendrier"] = Entree("calendrier", calendrier.position, deplace)
    if isinstance(ancienne, Scalaire):
        texte = Scalaire(ancienne.position, session_examen)
        nouvelles["session"] = Entree("session", ancienne.position, texte)
    return Table(arbre.position, nouvelles)


def _deplacer(noeud: Noeud, jours: int) -> Noeud:
    if isinstance(noeud, Table):
        entrees = {
            cle: ligne if cle == "fuseau" else Entree(cle, ligne.position, _deplacer(ligne.valeur, jours))
            for cle, ligne in noeud.entrees.items()
        }
        return Table(noeud.position, entrees)
    if isinstance(noeud, Scalaire):
        return Scalaire(noeud.position, _plus_tard(noeud.texte, lambda jour: jour + timedelta(days=jours)))
    return noeud


def _plus_tard(texte: str, deplacer: Callable[[date], date]) -> str:
    """Return a written date, or a local time, on another day; a text that is no date stays as it is."""
    try:
        lu = lire_local(texte)
    except ValueError:
        return texte
    return f"{deplacer(lu):%d/%m/%Y %H:%M}" if isinstance(lu, datetime) else f"{deplacer(lu):%d/%m/%Y}"
