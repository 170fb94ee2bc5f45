"""Lines of a long work, a few at a time: those of any table that has a `rang` and an `etat`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from portal.db import db


def a_traiter(
    table: Any, siennes: ColumnElement[bool], etat: str, duree: float, paquet: int
) -> Iterator[Sequence[int]]:
    """Yield the ids of the lines in `etat`, `paquet` at a time, for `duree` seconds at most.

    In: a table with `id`, `rang` and `etat`, and which of its lines belong to the work. No transaction is
    open in between; a line that keeps its état is not yielded again.
    """
    fin, rang = time.monotonic() + duree, 0
    while time.monotonic() < fin:
        demande = select(table.id, table.rang).where(siennes, table.etat == etat, table.rang > rang)
        lignes = db.session.execute(demande.order_by(table.rang).limit(paquet)).all()
        db.session.rollback()
        if not lignes:
            return
        rang = lignes[-1].rang
        yield [ligne.id for ligne in lignes]


def comptes(table: Any, siennes: ColumnElement[bool]) -> dict[str, int]:
    """Return how many of these lines there are in each état."""
    demande = select(table.etat, func.count()).where(siennes).group_by(table.etat)
    return {etat: nombre for etat, nombre in db.session.execute(demande)}
