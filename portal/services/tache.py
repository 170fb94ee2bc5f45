"""Jobs: written with the fact that calls for them, done after the commit, taken over if a process dies.

A job may run twice (a process dies between its work and its commit): each must bear it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from portal.db import apres_commit, db, ecriture, inserer_une_fois
from portal.services.portail import Portail
from portal.tables.tache import Tache

journal = logging.getLogger(__name__)

# Longer than the longest job: a PDF is given 20 s.
BAIL = timedelta(minutes=2)
DELAIS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
ESSAIS_MAX = len(DELAIS) + 1

Travail = Callable[[Portail, Mapping[str, Any]], None]


def deposer_tache(portail: Portail, genre: str, charge: Mapping[str, Any], cle: str) -> bool:
    """Ask for a job. Runs inside `ecriture()`; False when a job of that `cle` exists already.

    In: `genre` is a key of `portal.worker.TRAVAUX`; `charge` holds identifiers, never contents.
    """
    maintenant = portail.horloge.maintenant()
    deposee = inserer_une_fois(
        Tache,
        "cle",
        {"genre": genre, "charge": dict(charge), "cle": cle, "apres": maintenant, "cree_le": maintenant},
    )
    if deposee:
        apres_commit(portail.reveil)
    return deposee


def executer_prochaine(portail: Portail, travaux: Mapping[str, Travail]) -> bool:
    """Do the job that waits longest; say whether there was one. An error is kept with the job."""
    if db.session.scalar(select(Tache.id).where(_a_prendre(portail)).limit(1)) is None:
        db.session.rollback()
        return False
    prise = _prendre(portail)
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
        _noter(identifiant, essai, etat="faite", erreur=None)
    return True


def relancer(portail: Portail, tache_id: int) -> bool:
    """Put a job that failed back in the queue, with new tries; say whether it was one that failed."""
    with ecriture():
        ligne = db.session.execute(
            update(Tache)
            .where(Tache.id == tache_id, Tache.etat == "echec")
            .values(etat="prete", tentatives=0, apres=portail.horloge.maintenant(), erreur=None)
            .returning(Tache.id)
        ).one_or_none()
        apres_commit(portail.reveil)
        return ligne is not None


def _a_prendre(portail: Portail) -> ColumnElement[bool]:
    maintenant = portail.horloge.maintenant()
    return or_(
        and_(Tache.etat == "prete", Tache.apres <= maintenant),
        and_(Tache.etat == "en_cours", Tache.bail_jusqu_a <= maintenant),
    )


def _prendre(portail: Portail) -> tuple[int, int, str, Mapping[str, Any]] | None:
    suivante = (
        select(Tache.id)
        .where(_a_prendre(portail))
        .order_by(Tache.apres, Tache.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with ecriture():
        ligne = db.session.execute(
            update(Tache)
            .where(Tache.id == suivante.scalar_subquery())
            .values(
                etat="en_cours",
                tentatives=Tache.tentatives + 1,
                bail_jusqu_a=portail.horloge.maintenant() + BAIL,
            )
            .returning(Tache.id, Tache.tentatives, Tache.genre, Tache.charge)
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return None if ligne is None else (ligne.id, ligne.tentatives, ligne.genre, ligne.charge)


def _noter_echec(portail: Portail, identifiant: int, essai: int, erreur: str) -> None:
    if essai >= ESSAIS_MAX:
        _noter(identifiant, essai, etat="echec", erreur=erreur)
        return
    suite = portail.horloge.maintenant() + DELAIS[essai - 1]
    _noter(identifiant, essai, etat="prete", apres=suite, erreur=erreur)


def _noter(identifiant: int, essai: int, **valeurs: Any) -> None:
    """Write the outcome, unless the lease ran out and another process took the job over."""
    with ecriture():
        db.session.execute(
            update(Tache)
            .where(Tache.id == identifiant, Tache.etat == "en_cours", Tache.tentatives == essai)
            .values(bail_jusqu_a=None, **valeurs)
        )
