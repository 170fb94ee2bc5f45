"""Rows that wait for a worker: leased to one process, tried again later, taken over when the lease runs out.

Mails and jobs wait alike. The row is the truth; whatever wakes the worker may be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import apres_commit, db, ecriture
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant
from portal.tables.tache import Tache

DUREE = timedelta(minutes=2)  # longer than the longest job: a PDF is given 20 s


@dataclass(frozen=True, slots=True)
class File:
    """One queue: its table, the states in which a row waits, and the column that says from when."""

    table: type[CourrielSortant] | type[Tache]
    pretes: tuple[str, ...]
    apres: InstrumentedAttribute[datetime]

    def a_prendre(self, maintenant: datetime) -> ColumnElement[bool]:
        """Return what may be taken: rows that are due, and those whose lease ran out."""
        t = self.table
        return or_(
            and_(t.etat.in_(self.pretes), self.apres <= maintenant),
            and_(t.etat == "en_cours", t.bail_jusqu_a <= maintenant),
        )

    def prendre(self, portail: Portail, *colonnes: InstrumentedAttribute[Any]) -> tuple[Any, ...] | None:
        """Lease the row that waits longest, so that no other process works on it: (id, try, *colonnes).

        Nothing is written when none waits: an idle worker must not lock the database.
        """
        t, maintenant = self.table, portail.horloge.maintenant()
        premiere = select(t.id).where(self.a_prendre(maintenant)).order_by(self.apres, t.id).limit(1)
        if db.session.scalar(premiere) is None:
            db.session.rollback()
            return None
        suivante = premiere.with_for_update(skip_locked=True)
        with ecriture():
            ligne = db.session.execute(
                update(t)
                .where(t.id == suivante.scalar_subquery())
                .values(etat="en_cours", tentatives=t.tentatives + 1, bail_jusqu_a=maintenant + DUREE)
                .returning(t.id, t.tentatives, *colonnes)
                .execution_options(synchronize_session=False)
            ).one_or_none()
        return None if ligne is None else tuple(ligne)

    def noter(self, identifiant: int, essai: int, **valeurs: Any) -> None:
        """Write the outcome, unless the lease ran out and another process took the row over."""
        t = self.table
        with ecriture():
            db.session.execute(
                update(t)
                .where(t.id == identifiant, t.etat == "en_cours", t.tentatives == essai)
                .values(bail_jusqu_a=None, **valeurs)
            )

    def relancer(self, portail: Portail, identifiant: int) -> bool:
        """Put a row that failed back in the queue, with new tries; say whether it was one that failed."""
        t, maintenant = self.table, portail.horloge.maintenant()
        with ecriture():
            ligne = db.session.execute(
                update(t)
                .where(t.id == identifiant, t.etat == "echec")
                .values({"etat": self.pretes[0], "tentatives": 0, self.apres.key: maintenant, "erreur": None})
                .returning(t.id)
            ).one_or_none()
            apres_commit(portail.reveil)
            return ligne is not None
