"""Jobs: written with the fact that calls for them, done after the commit, taken over if a process dies.

A job may run twice (a process dies between its work and its commit): each must bear it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.db import apres_commit, inserer_une_fois
from portal.services.bail import File
from portal.services.portail import Portail
from portal.tables.tache import Tache

journal = logging.getLogger(__name__)

DELAIS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
ESSAIS_MAX = len(DELAIS) + 1
_FILE = File(Tache, ("prete",), Tache.apres)

Travail = Callable[[Portail, Mapping[str, Any]], None]


def deposer_tache(
    portail: Portail, genre: str, charge: Mapping[str, Any], cle: str, apres: datetime | None = None
) -> bool:
    """Ask for a job. Runs inside `ecriture()`; False when a job of that `cle` exists already.

    In: `genre` is a key of `portal.worker.TRAVAUX`; `charge` holds identifiers, never contents; `apres` is
    the instant before which it waits (default: now).
    """
    maintenant = portail.horloge.maintenant()
    deposee = inserer_une_fois(
        Tache,
        "cle",
        {
            "genre": genre,
            "charge": dict(charge),
            "cle": cle,
            "apres": apres or maintenant,
            "cree_le": maintenant,
        },
    )
    if deposee:
        apres_commit(portail.reveil)
    return deposee


def executer_prochaine(portail: Portail, travaux: Mapping[str, Travail]) -> bool:
    """Do the job that waits longest; say whether there was one. An error is kept with the job."""
    prise = _FILE.prendre(portail, Tache.genre, Tache.charge)
    if prise is None:
        return False
    identifiant, essai, genre, charge = prise
    try:
        if essai > ESSAIS_MAX:
            raise RuntimeError("too many tries, the last ones never finished")
        travaux[genre](portail, charge)
    except Exception as erreur:
        journal.exception("job %s (%s) failed, try %s", identifiant, genre, essai)
        _noter_echec(portail, identifiant, essai, f"{type(erreur).__name__}: {erreur}")
    else:
        _FILE.noter(identifiant, essai, etat="faite", erreur=None)
    return True


def relancer(portail: Portail, tache_id: int) -> bool:
    """Put a job that failed back in the queue, with new tries; say whether it was one that failed."""
    return _FILE.relancer(portail, tache_id)


def _noter_echec(portail: Portail, identifiant: int, essai: int, erreur: str) -> None:
    if essai >= ESSAIS_MAX:
        _FILE.noter(identifiant, essai, etat="echec", erreur=erreur)
        return
    suite = portail.horloge.maintenant() + DELAIS[essai - 1]
    _FILE.noter(identifiant, essai, etat="prete", apres=suite, erreur=erreur)
