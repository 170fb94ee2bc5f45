"""What the slices of an import share: its lines in order, a time that runs out, the job of the next slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from plugins.certif_up.tables import LigneReprise, Reprise
from portal.db import db
from portal.services import par_paquets
from portal.services.portail import Portail
from portal.services.tache import deposer_tache

TACHE = "certif_up.reprise"
TRANCHE_S = 20.0  # a slice; the lease of a job is two minutes
PAQUET = 200


def a_traiter(reprise_id: int, etat: str, duree: float) -> Iterator[Sequence[int]]:
    """Yield the ids of the lines in `etat`, a few at a time, for `duree` seconds at most."""
    return par_paquets.a_traiter(LigneReprise, LigneReprise.reprise_id == reprise_id, etat, duree, PAQUET)


def comptes(reprise_id: int) -> dict[str, int]:
    """Return how many lines there are in each état."""
    return par_paquets.comptes(LigneReprise, LigneReprise.reprise_id == reprise_id)


def suite(portail: Portail, reprise: Reprise, etape: str, passage: int) -> None:
    """Ask for a slice. Inside `ecriture()`. Two workers that both ask for the same one get one."""
    cle = f"{TACHE}:{reprise.id}:{etape}:{reprise.lancements}:{passage}"
    deposer_tache(portail, TACHE, {"reprise_id": reprise.id, "passage": passage}, cle)


def verrouillee(reprise_id: int) -> Reprise:
    """Return an import, locked until the commit. Inside `ecriture()`."""
    demande = select(Reprise).where(Reprise.id == reprise_id).with_for_update()
    return db.session.scalars(demande.execution_options(populate_existing=True)).one()
