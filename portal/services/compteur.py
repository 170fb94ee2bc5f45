"""Numbers without gaps or doubles: taken in the transaction that uses them."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from portal.db import db
from portal.tables.compteur import Compteur


def prendre(cle: str) -> int:
    """Return the next number of a counter, 1 the first time. Runs inside `ecriture()`.

    A transaction that is rolled back gives its number back; another one that wants a number of the same
    counter waits for it.
    """
    inserer = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    ordre = inserer(Compteur).values(cle=cle, n=1)
    ordre = ordre.on_conflict_do_update(index_elements=[Compteur.cle], set_={"n": Compteur.n + 1})
    return int(db.session.execute(ordre.returning(Compteur.n)).scalar_one())
