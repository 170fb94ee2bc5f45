"""The door: what services call. Reads, judges and names; the decoding is done by an executor."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from portal.adapters.inspection.processus import Executeur, Reponse, dans_un_enfant, sur_place
from portal.adapters.inspection.signatures import Nature, reconnaitre
from portal.domain.fichier import (
    FichierIllisible,
    FichierInspecte,
    FichierRefuse,
    FichierVide,
    FormatRefuse,
    ImageTropGrande,
    PdfActif,
    PdfProtege,
    TropDePages,
    nom_propre,
    verifier_pages,
    verifier_taille,
)

if TYPE_CHECKING:
    from portal.domain.champs.declaration import Nombre

IMAGES = ("png", "jpg")
LARGEUR = 1400
PLACE_MIN = 1024 * 1024
_REFUS: dict[str, Callable[..., FichierRefuse]] = {
    un.motif: un for un in (FichierIllisible, ImageTropGrande, PdfActif, PdfProtege, TropDePages)
}


class Inspection(Protocol):
    def inspecter(
        self, chemin: Path, nom: str, formats: Sequence[str], taille_max: int, pages: Nombre | None = None
    ) -> FichierInspecte:
        """Say what the file is. `nom`: as the person named it; `taille_max` in bytes. Raises FichierRefuse.

        `pages` bounds the number of pages; give None for photos that `assembler` will make one PDF of.
        """
        ...

    def normaliser(self, chemin: Path, inspecte: FichierInspecte, dossier: Path) -> Path:
        """Return an image upright and without metadata, as a new file of `dossier`; others as they are.

        Raises FichierRefuse.
        """
        ...

    def assembler(self, chemins: Sequence[Path], nom: str, dossier: Path) -> tuple[Path, FichierInspecte]:
        """Make one PDF of photos (JPG, PNG), each on one A4 page, as a new file of `dossier`.

        Neither its size nor its number of pages is judged here: see `portal.domain.fichier.verifier_taille`
        and `verifier_pages`. Raises FichierRefuse, whose name says which photo.
        """
        ...

    def images(
        self,
        chemin: Path,
        format: str,  # noqa: A002
        largeur: int = LARGEUR,
        max_pages: int = 30,
        premiere: int = 1,
    ) -> Iterator[bytes]:
        """Yield each page of a PDF (or the image) as a JPEG, at most `largeur` pixels wide.

        `premiere` counts from 1. Raises FichierRefuse at the first step; yields nothing for DOC, DOCX, ZIP.
        """
        ...


class InspectionIsolee:
    """The real one: `executer` decodes in a child process, whose limits are its own."""

    def __init__(self, executer: Executeur = dans_un_enfant) -> None:
        self._executer = executer

    def inspecter(
        self, chemin: Path, nom: str, formats: Sequence[str], taille_max: int, pages: Nombre | None = None
    ) -> FichierInspecte:
        taille = chemin.stat().st_size
        verifier_taille(nom, taille, taille_max)
        nature = reconnaitre(chemin)
        if nature.format is None or nature.format not in formats:
            raise _refus_de_nature(nom, nature, formats)
        trouvees = self._decoder(chemin, nom, nature.format)
        verifier_pages(nom, trouvees, pages)
        return FichierInspecte(nature.format, nom_propre(nom, nature.format), taille, trouvees)

    def normaliser(self, chemin: Path, inspecte: FichierInspecte, dossier: Path) -> Path:
        if inspecte.format not in IMAGES:
            return chemin
        sortie = _nouveau(dossier, inspecte.format)
        demande = {"chemin": str(chemin), "format": inspecte.format, "sortie": str(sortie)}
        self._faire("normaliser", inspecte.nom, demande, dossier)
        return sortie

    def assembler(self, chemins: Sequence[Path], nom: str, dossier: Path) -> tuple[Path, FichierInspecte]:
        formats = [self._format_photo(un, nom, rang) for rang, un in enumerate(chemins)]
        sortie, propre = _nouveau(dossier, "pdf"), nom_propre(nom, "pdf")
        photos = [str(un) for un in chemins]
        demande = {"chemins": photos, "formats": formats, "sortie": str(sortie), "titre": propre}
        trouvees = self._faire("assembler", nom, demande, dossier)
        return sortie, FichierInspecte("pdf", propre, sortie.stat().st_size, trouvees)

    def images(
        self,
        chemin: Path,
        format: str,  # noqa: A002
        largeur: int = LARGEUR,
        max_pages: int = 30,
        premiere: int = 1,
    ) -> Iterator[bytes]:
        if format not in ("pdf", *IMAGES):
            return
        with tempfile.TemporaryDirectory() as dossier:
            demande = {
                "chemin": str(chemin), "format": format, "dossier": dossier,
                "largeur": largeur, "max_pages": max_pages, "premiere": premiere,
            }  # fmt: skip
            for numero in range(1, self._faire("images", "", demande) + 1):
                yield (Path(dossier) / f"{numero}.jpg").read_bytes()

    def _decoder(self, chemin: Path, nom: str, format: str) -> int | None:  # noqa: A002
        if format == "pdf":
            return self._faire("inspecter_pdf", nom, {"chemin": str(chemin)})
        if format in IMAGES:
            return self._faire("inspecter_image", nom, {"chemin": str(chemin), "format": format})
        return None

    def _format_photo(self, chemin: Path, nom: str, rang: int) -> str:
        nature = reconnaitre(chemin)
        if nature.format is None or nature.format not in IMAGES:
            raise _refus_de_nature(_photo(nom, rang), nature, IMAGES)
        return nature.format

    def _faire(
        self, travail: str, nom: str, demande: Mapping[str, object], dossier: Path | None = None
    ) -> int:
        """Return the number that the child answers. Raises FichierRefuse; OSError when the disk is full.

        `dossier`: where the child writes; what it began of `demande["sortie"]` is deleted when it refuses.
        """
        reponse = self._executer(travail, demande)
        if isinstance(nombre := reponse.get("nombre"), int):
            return nombre
        if dossier is not None:
            for reste in dossier.glob(f"{Path(str(demande['sortie'])).name}*"):
                reste.unlink(missing_ok=True)
            if shutil.disk_usage(dossier).free < PLACE_MIN:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise _refus(nom, reponse)


def inspection_sur_place() -> InspectionIsolee:
    """Return the twin for tests: the same code, in this process, without its 0.2 s of start."""
    return InspectionIsolee(sur_place)


def _refus_de_nature(nom: str, nature: Nature, formats: Sequence[str]) -> FichierRefuse:
    if nature.motif == "vide":
        return FichierVide(nom)
    if nature.motif == "illisible":
        return FichierIllisible(nom)
    return FormatRefuse(nom, nature.libelle, formats)


def _refus(nom: str, reponse: Reponse) -> FichierRefuse:
    """Build the refusal that a child asked for; `rang` says which photo of an assembly it is about."""
    rang = reponse.get("rang")
    refus = _REFUS.get(reponse.get("refus", ""), FichierIllisible)
    return refus(nom if rang is None else _photo(nom, rang), *reponse.get("details", ()))


def _photo(nom: str, rang: int) -> str:
    return f"{nom}, photo {rang + 1}"


def _nouveau(dossier: Path, format: str) -> Path:  # noqa: A002
    return dossier / f"{uuid4().hex}.{format}"
