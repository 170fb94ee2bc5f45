"""Blank forms that a family ships (`imprimes/`), for the pièces that name one."""

from __future__ import annotations

from pathlib import Path

from portal.domain.refus import Refus
from portal.services.familles import familles_installees
from portal.services.piece_candidat import lire_piece
from portal.services.portail import Portail
from portal.tables.candidat import Candidat

DOSSIER = "imprimes"


class ImprimeIntrouvable(Refus):
    """The pièce names no form, or its family ships none of that name."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Il n'y a pas de formulaire à télécharger pour cette pièce.")


def imprime_de(portail: Portail, candidat: Candidat, cle: str, cle_piece: str) -> Path:
    """Return the form of a pièce of this candidat. Raises what `lire_piece` raises, or ImprimeIntrouvable."""
    lue = lire_piece(portail, candidat, cle, cle_piece)
    return chemin_imprime(portail, lue.situation.modele.famille, lue.suivie.piece.imprime or "")


def chemin_imprime(portail: Portail, famille: str, nom: str) -> Path:
    """Return a file that stands right in the folder of forms of a family. Raises ImprimeIntrouvable."""
    dossier = familles_installees(portail.extensions).dossiers.get(famille)
    if dossier is None or not nom:
        raise ImprimeIntrouvable
    trouve = next((un for un in (dossier / DOSSIER).glob("*") if un.name == nom and un.is_file()), None)
    if trouve is None or trouve.is_symlink():
        raise ImprimeIntrouvable
    return trouve
