"""Which stored files something still names. A file is named by its content: two rows may name one.

Everything that keeps the key of a file is listed here: what is not would be taken for an orphan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables.document import Document
from portal.tables.operation import Operation
from portal.tables.piece import Depot

# A file that was stored lately may be named by a row that is not written yet.
JEUNESSE = timedelta(days=1)
CLE_PARAMETRE = "stockage_cle"
LOT = 500


@dataclass(frozen=True, slots=True)
class Reference:
    """One row that names a file: where (« pièce déposée 12 »), and the size in bytes where it knows it."""

    cle: str
    ou: str
    taille: int | None = None


def lister(prefixe: str = "") -> Iterator[Reference]:
    """Yield every reference to a file whose name begins so. Rows are read as they come."""
    yield from _simples("pièce déposée", Depot.id, Depot.sha256, Depot.taille, prefixe)
    yield from _simples("document", Document.id, Document.stockage_cle, Document.taille, prefixe)
    yield from _simples("export", Operation.id, Operation.fichier, None, prefixe)
    yield from _apercus(prefixe)
    yield from _parametres(prefixe)


def encore_citees(cles: Collection[str]) -> set[str]:
    """Return which of some keys are still named. Reads every row that names one."""
    voulues = frozenset(cles)
    return {reference.cle for reference in lister() if reference.cle in voulues} if voulues else set()


def liberer(portail: Portail, cles: Collection[str]) -> int:
    """Erase the files that nothing names any more, those stored lately excepted; return how many."""
    limite = portail.horloge.maintenant() - JEUNESSE
    libres = set(cles) - encore_citees(cles)
    db.session.rollback()
    return sum(_effacer(portail, cle, limite) for cle in sorted(libres))


def _effacer(portail: Portail, cle: str, limite: datetime) -> bool:
    """A row written since names a file stored again, hence young, or a pièce taken up again."""
    with ecriture():
        reprise = db.session.scalar(select(Depot.id).where(Depot.sha256 == cle).limit(1))
        if reprise is not None or _depose_apres(portail, cle, limite):
            return False
        portail.stockage.supprimer(cle)
        return True


def _depose_apres(portail: Portail, cle: str, limite: datetime) -> bool:
    try:
        return portail.stockage.depose_le(cle) > limite
    except FichierAbsent:
        return True


def _simples(quoi: str, identifiant: Any, colonne: Any, taille: Any, prefixe: str) -> Iterator[Reference]:
    colonnes = [identifiant, colonne] if taille is None else [identifiant, colonne, taille]
    demande = select(*colonnes).where(colonne.is_not(None), colonne.startswith(prefixe, autoescape=True))
    for numero, cle, *reste in _lues(demande):
        yield Reference(cle, f"{quoi} {numero}", reste[0] if reste else None)


def _apercus(prefixe: str) -> Iterator[Reference]:
    demande = select(Depot.id, Depot.apercus).where(Depot.apercu == "fait")
    for numero, cles in _lues(demande):
        for cle in cles:
            if cle.startswith(prefixe):
                yield Reference(cle, f"image de la pièce déposée {numero}")


def _parametres(prefixe: str) -> Iterator[Reference]:
    for numero, parametres in _lues(select(Operation.id, Operation.parametres)):
        cle = parametres.get(CLE_PARAMETRE)
        if cle and cle.startswith(prefixe):
            yield Reference(cle, f"envoi {numero}", parametres.get("taille"))


def _lues(demande: Any) -> Iterator[Any]:
    """Read rows without holding them all."""
    return iter(db.session.execute(demande.execution_options(yield_per=LOT)))
