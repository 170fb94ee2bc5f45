"""The papers of the demonstration, drawn and stored once, whoever hands them in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.adapters.specimens import Modele, Papier, dessiner
from portal.services.portail import Portail
from portal.services.preparation import FichierRecu

__all__ = ["Modele", "Range", "apporter", "ranger_papiers"]


@dataclass(frozen=True, slots=True)
class Range:
    """A paper in the store: the keys of the file and of its picture, and its size in bytes."""

    papier: Papier
    cle: str
    image: str

    @property
    def taille(self) -> int:
        return len(self.papier.contenu)


def ranger_papiers(portail: Portail, papiers: Mapping[str, Iterable[Modele]]) -> dict[str, tuple[Range, ...]]:
    """Draw and store the papers of each pièce. Not inside `ecriture()`."""
    return {code: tuple(_ranger(portail, modele) for modele in modeles) for code, modeles in papiers.items()}


def apporter(modele: Modele, dossier: Path) -> FichierRecu:
    """Draw a paper into a folder, as a file that somebody hands in."""
    papier = dessiner(modele)
    chemin = dossier / papier.nom
    chemin.write_bytes(papier.contenu)
    return FichierRecu(chemin, papier.nom)


def _ranger(portail: Portail, modele: Modele) -> Range:
    papier = dessiner(modele)
    contenu, image = (portail.stockage.deposer(io.BytesIO(o)) for o in (papier.contenu, papier.image))
    return Range(papier, contenu.cle, image.cle)
