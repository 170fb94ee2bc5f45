"""What the slices of an import share: its lines in order, a time that runs out, the job of the next slice."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from plugins.certif_up.tables import LigneReprise, Reprise
from portal.db import db
from portal.services.portail import Portail
from portal.services.tache import deposer_tache

TACHE = "certif_up.reprise"
TRANCHE_S = 20.0  # a slice; the lease of a job is two minutes
PAQUET = 200


def a_traiter(reprise_id: int, etat: str, duree: float) -> Iterator[Sequence[int]]:
    """Yield the ids of the lines in `etat`, a few at a time, until there is none or `duree` seconds went by.

    No transaction is open in between; a line that keeps its état is not yielded again.
    """
    fin, rang = time.monotonic() + duree, 0
    while time.monotonic() < fin:
        lignes = db.session.execute(
            select(LigneReprise.id, LigneReprise.rang)
            .where(LigneReprise.reprise_id == reprise_id, LigneReprise.etat == etat, LigneReprise.rang > rang)
            .order_by(LigneReprise.rang)
            .limit(PAQUET)
        ).all()
        db.session.rollback()
        if not lignes:
            return
        rang = lignes[-1].rang
        yield [ligne.id for ligne in lignes]


def comptes(reprise_id: int) -> dict[str, int]:
    """Return how many lines there are in each état."""
    demande = select(LigneReprise.etat, func.count()).where(LigneReprise.reprise_id == reprise_id)
    return {etat: nombre for etat, nombre in db.session.execute(demande.group_by(LigneReprise.etat))}


def suite(portail: Portail, reprise: Reprise, etape: str, passage: int) -> None:
    """Ask for a slice. Inside `ecriture()`. Two workers that both ask for the same one get one."""
    cle = f"{TACHE}:{reprise.id}:{etape}:{reprise.lancements}:{passage}"
    deposer_tache(portail, TACHE, {"reprise_id": reprise.id, "passage": passage}, cle)


def verrouillee(reprise_id: int) -> Reprise:
    """Return an import, locked until the commit. Inside `ecriture()`."""
    demande = select(Reprise).where(Reprise.id == reprise_id).with_for_update()
    return db.session.scalars(demande.execution_options(populate_existing=True)).one()
