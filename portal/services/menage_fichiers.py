"""Erases the files that serve no more: taken back, of old exports and imports, half-written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, exists, select

from portal.db import db, ecriture
from portal.services import centre_import, export, tableau
from portal.services.portail import Portail
from portal.services.references import liberer
from portal.tables.piece import DecisionPiece, Depot

# Long enough to find again what was deleted by mistake; the journal keeps its name and its hash.
RETRAIT = timedelta(days=7)
PROVISOIRE = timedelta(days=1)


def ranger_les_fichiers(portail: Portail) -> int:
    """Erase them; return how many left the storage.

    A file that the service refused stays, for the history of its pièce; one that nobody looked at goes.
    """
    maintenant = portail.horloge.maintenant()
    purges = (export.purger, centre_import.purger, tableau.purger)
    cles = [*_depots_repris(portail), *(cle for purger in purges for cle in purger(portail))]
    _vieux_brouillons(portail, maintenant - export.CONSERVATION)
    portail.stockage.nettoyer(maintenant - PROVISOIRE)
    return liberer(portail, cles) if cles else 0


def _depots_repris(portail: Portail) -> list[str]:
    """Delete the rows of the files that candidates took back a week ago; return the keys they named."""
    limite = portail.horloge.maintenant() - RETRAIT
    juges = exists().where(DecisionPiece.piece_id == Depot.piece_id, DecisionPiece.le >= Depot.depose_le)
    with ecriture():
        partis = db.session.execute(
            select(Depot.id, Depot.sha256, Depot.apercus).where(Depot.retire_le < limite, ~juges)
        ).all()
        db.session.execute(delete(Depot).where(Depot.id.in_([numero for numero, _, _ in partis])))
    return [cle for _, sha256, apercus in partis for cle in (sha256, *apercus)]


def _vieux_brouillons(portail: Portail, limite: datetime) -> None:
    dossier = portail.config.dossier_exports
    for chemin in dossier.glob("*.jsonl") if dossier.is_dir() else ():
        if datetime.fromtimestamp(chemin.stat().st_mtime, UTC) < limite:
            chemin.unlink(missing_ok=True)
