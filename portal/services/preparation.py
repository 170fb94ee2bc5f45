"""Files that were received, made ready to be kept: looked at, cleaned, photos put together, stored.

Nothing here touches the database: it is done before any transaction.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from portal.adapters.stockage import FichierStocke
from portal.domain.fichier import FichierInspecte, FichierRefuse, nom_affichable, verifier_pages
from portal.domain.piece import Piece
from portal.domain.remise import FichierEcarte
from portal.services.portail import Portail

IMAGES = ("png", "jpg")
RESTE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FichierRecu:
    """A file as it came, on disk, with the name that the browser gave."""

    chemin: Path
    nom: str


@dataclass(frozen=True, slots=True)
class FichierPret:
    """A file that is stored and read back, waiting for its row."""

    inspecte: FichierInspecte
    stocke: FichierStocke


@dataclass(frozen=True, slots=True)
class Preparation:
    """What became of a sending."""

    prets: tuple[FichierPret, ...]
    ecartes: tuple[FichierEcarte, ...]


def preparer(portail: Portail, piece: Piece, recus: Sequence[FichierRecu], dossier: Path) -> Preparation:
    """Look at each file, keep those that hold, store them. Several images become one PDF.

    In: `dossier` takes what is made on the way. Raises OSError when the disk is full: nothing is said kept.
    """
    ecartes: list[FichierEcarte] = []
    lots = _lots(portail, piece, recus, ecartes)
    prets = []
    for lot in lots:
        try:
            prets.append(_pret(portail, piece, lot, dossier))
        except FichierRefuse as refus:
            ecartes.extend(FichierEcarte(inspecte.nom, refus.phrase) for _, inspecte in lot)
    return Preparation(tuple(prets), tuple(ecartes))


def balayer(portail: Portail) -> int:
    """Delete what a process that died left where files arrive, a day later; return how many."""
    limite = (portail.horloge.maintenant() - RESTE).timestamp()
    restes = [un for un in portail.config.dossier_envois.iterdir() if un.stat().st_mtime < limite]
    for reste in restes:
        if reste.is_dir():
            shutil.rmtree(reste, ignore_errors=True)
        else:
            reste.unlink(missing_ok=True)
    return len(restes)


Lot = list[tuple[FichierRecu, FichierInspecte]]


def _lots(
    portail: Portail, piece: Piece, recus: Sequence[FichierRecu], ecartes: list[FichierEcarte]
) -> list[Lot]:
    """Return what makes one file each: the images together, if a PDF is taken, and the others alone."""
    lots: list[Lot] = []
    images: Lot = []
    for recu in recus:
        try:
            inspecte = portail.inspection.inspecter(recu.chemin, recu.nom, piece.formats, piece.taille, None)
        except FichierRefuse as refus:
            ecartes.append(FichierEcarte(nom_affichable(recu.nom), refus.phrase))
            continue
        if inspecte.format in IMAGES and "pdf" in piece.formats:
            if not images:
                lots.append(images)
            images.append((recu, inspecte))
        else:
            lots.append([(recu, inspecte)])
    return lots


def _pret(portail: Portail, piece: Piece, lot: Lot, dossier: Path) -> FichierPret:
    (premier, inspecte), *suite = lot
    if suite:
        chemin, inspecte = portail.inspection.assembler([r.chemin for r, _ in lot], inspecte.nom, dossier)
    else:
        chemin = portail.inspection.normaliser(premier.chemin, inspecte, dossier)
    verifier_pages(inspecte.nom, inspecte.pages, piece.pages)
    with chemin.open("rb") as flux:
        return FichierPret(inspecte, portail.stockage.deposer(flux))
