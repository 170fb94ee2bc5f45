"""Where files are kept. A file is named by the SHA-256 of its content: it never changes under its name.

Two rows may name the same file, so that deleting one row is no reason to delete the file.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

MORCEAU = 1024 * 1024


@dataclass(frozen=True)
class FichierStocke:
    """What was stored: `cle` is both its name and its SHA-256, `taille` is in bytes."""

    cle: str
    taille: int


class FichierAbsent(Exception):
    """No file has that name."""


class FichierAltere(Exception):
    """What was read back is not what was written."""


class Stockage(Protocol):
    def deposer(self, flux: BinaryIO) -> FichierStocke:
        """Store what `flux` holds and read it back before saying so. Raises FichierAltere."""
        ...

    def ouvrir(self, cle: str) -> BinaryIO:
        """Open a stored file for reading; the caller closes it. Raises FichierAbsent."""
        ...

    def contient(self, cle: str) -> bool:
        """Say whether a file has that name."""
        ...

    def supprimer(self, cle: str) -> None:
        """Delete a file; deleting what is not there is no error."""
        ...

    def cles(self) -> Iterator[str]:
        """Walk over the names of all files."""
        ...

    def depose_le(self, cle: str) -> datetime:
        """Return the instant (aware, UTC) at which a file was last stored. Raises FichierAbsent."""
        ...

    def nettoyer(self, avant: datetime) -> int:
        """Delete what was being stored before an instant and never was; return how many."""
        ...


class StockageLocal:
    """A folder of this machine, readable by its owner only."""

    def __init__(self, dossier: Path) -> None:
        self._dossier = dossier
        self._attente = dossier / "tmp"
        self._attente.mkdir(parents=True, exist_ok=True, mode=0o700)

    def deposer(self, flux: BinaryIO) -> FichierStocke:
        descripteur, nom = tempfile.mkstemp(dir=self._attente)
        try:
            with os.fdopen(descripteur, "wb") as sortie:
                fichier = _copier(flux, sortie)
                sortie.flush()
                os.fsync(sortie.fileno())
            self._ranger(Path(nom), fichier)
        finally:
            Path(nom).unlink(missing_ok=True)
        return fichier

    def ouvrir(self, cle: str) -> BinaryIO:
        try:
            return self._chemin(cle).open("rb")
        except FileNotFoundError as absent:
            raise FichierAbsent(cle) from absent

    def contient(self, cle: str) -> bool:
        return self._chemin(cle).is_file()

    def supprimer(self, cle: str) -> None:
        self._chemin(cle).unlink(missing_ok=True)

    def cles(self) -> Iterator[str]:
        return (chemin.name for chemin in self._dossier.glob("??/??/*") if chemin.is_file())

    def depose_le(self, cle: str) -> datetime:
        try:
            return _modifie_le(self._chemin(cle))
        except FileNotFoundError as absent:
            raise FichierAbsent(cle) from absent

    def nettoyer(self, avant: datetime) -> int:
        restes = [chemin for chemin in self._attente.iterdir() if _modifie_le(chemin) < avant]
        for chemin in restes:
            chemin.unlink(missing_ok=True)
        return len(restes)

    def _ranger(self, provisoire: Path, fichier: FichierStocke) -> None:
        chemin = self._chemin(fichier.cle)
        chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(provisoire, chemin)
        for dossier in (chemin.parent, chemin.parent.parent, self._dossier):
            _fsync_dossier(dossier)
        with chemin.open("rb") as relu:
            if _copier(relu, None) != fichier:
                raise FichierAltere(fichier.cle)

    def _chemin(self, cle: str) -> Path:
        _verifier_cle(cle)
        return self._dossier / cle[:2] / cle[2:4] / cle


class StockageMemoire:
    """The twin of the folder, for tests."""

    def __init__(self) -> None:
        self.contenus: dict[str, bytes] = {}
        self.deposes_le: dict[str, datetime] = {}  # a test says when; else it is long ago

    def deposer(self, flux: BinaryIO) -> FichierStocke:
        sortie = io.BytesIO()
        fichier = _copier(flux, sortie)
        self.contenus[fichier.cle] = sortie.getvalue()
        return fichier

    def ouvrir(self, cle: str) -> BinaryIO:
        _verifier_cle(cle)
        if cle not in self.contenus:
            raise FichierAbsent(cle)
        return io.BytesIO(self.contenus[cle])

    def contient(self, cle: str) -> bool:
        _verifier_cle(cle)
        return cle in self.contenus

    def supprimer(self, cle: str) -> None:
        _verifier_cle(cle)
        self.contenus.pop(cle, None)

    def cles(self) -> Iterator[str]:
        return iter(sorted(self.contenus))

    def depose_le(self, cle: str) -> datetime:
        if not self.contient(cle):
            raise FichierAbsent(cle)
        return self.deposes_le.get(cle, datetime.min.replace(tzinfo=UTC))

    def nettoyer(self, avant: datetime) -> int:
        return 0


def _copier(flux: BinaryIO, sortie: BinaryIO | None) -> FichierStocke:
    empreinte, taille = hashlib.sha256(), 0
    while morceau := flux.read(MORCEAU):
        empreinte.update(morceau)
        taille += len(morceau)
        if sortie is not None:
            sortie.write(morceau)
    return FichierStocke(empreinte.hexdigest(), taille)


def _modifie_le(chemin: Path) -> datetime:
    return datetime.fromtimestamp(chemin.stat().st_mtime, UTC)


def _verifier_cle(cle: str) -> None:
    if len(cle) != 64 or not set(cle) <= set("0123456789abcdef"):
        raise FichierAbsent(cle)


def _fsync_dossier(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
