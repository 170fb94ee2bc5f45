"""Files that a candidate hands in: added, deleted, opened again.

A file is stored and read back before its row is written, and its row before anybody is told.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.domain.piece_suivie import FichierDepose, PieceSuivie
from portal.domain.remise import (
    EnvoiVide,
    FichierEcarte,
    FichierIntrouvable,
    PieceFigee,
    empechement,
    places_restantes,
    trop_de_fichiers,
)
from portal.services import apercu, examen_antivirus
from portal.services.piece import ligne_de, montrer, recompter
from portal.services.piece_candidat import PieceEnMain, lire_piece, prendre_piece
from portal.services.portail import Portail
from portal.services.preparation import FichierPret, FichierRecu, preparer
from portal.tables.candidat import Candidat
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature


@dataclass(frozen=True, slots=True)
class Depots:
    """What a sending gave: the files that are kept, and those that are not, each with its reason."""

    deposes: tuple[FichierDepose, ...]
    ecartes: tuple[FichierEcarte, ...]


def deposer(
    portail: Portail,
    candidat: Candidat,
    cle: str,
    cle_piece: str,
    recus: Sequence[FichierRecu],
    commence_le: datetime,
    choix: str = "",
) -> Depots:
    """Keep the files of one sending. In: `commence_le` is when it began, which counts for the deadline.

    `choix` names the one of « une parmi » that they are, "" to leave it. Raises CandidatureIntrouvable,
    PieceIntrouvable, DepotFerme, DepotHorsLigne, PieceFigee or EnvoiVide; OSError when the disk is full.
    """
    lue, candidat_id, compte_id = (
        lire_piece(portail, candidat, cle, cle_piece),
        candidat.id,
        candidat.compte_id,
    )
    refus = empechement(lue.situation, lue.suivie, commence_le)
    if refus is not None:
        raise refus
    if not recus:
        raise EnvoiVide
    db.session.rollback()  # no transaction stays open while files are read
    with tempfile.TemporaryDirectory(dir=recus[0].chemin.parent) as dossier:
        preparation = preparer(portail, lue.suivie.piece, recus, Path(dossier))
    if not preparation.prets:
        return Depots((), preparation.ecartes)
    with ecriture():
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, commence_le)
        deposes, en_trop = ajouter(portail, prise, preparation.prets, commence_le, compte_id, choix)
        recompter(prise.candidature, prise.situation)
    return Depots(deposes, (*preparation.ecartes, *en_trop))


def supprimer(portail: Portail, candidat: Candidat, cle: str, cle_piece: str, cle_fichier: str) -> None:
    """Take a file back. Raises what `deposer` raises, and FichierIntrouvable."""
    candidat_id, compte_id = candidat.id, candidat.compte_id
    with ecriture():
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, portail.horloge.maintenant())
        retirer(portail, prise, cle_fichier, compte_id)
        recompter(prise.candidature, prise.situation)


def retirer(portail: Portail, prise: PieceEnMain, cle_fichier: str, compte_id: int) -> None:
    """Take a file of a pièce back. Inside `ecriture()`. Raises FichierIntrouvable or PieceFigee."""
    depot, maintenant = _depot(prise.suivie, cle_fichier), portail.horloge.maintenant()
    if depot.origine != "candidat":
        raise PieceFigee("Ce fichier a été numérisé par le service : vous ne pouvez pas le supprimer.")
    depot.retire_le = maintenant
    _noter(prise, compte_id, maintenant, "fichier_supprime", depot)


def ouvrir(
    portail: Portail, candidat: Candidat, cle: str, cle_piece: str, cle_fichier: str
) -> tuple[FichierDepose, BinaryIO]:
    """Return a file of this candidat and its content; the caller closes it. Raises FichierIntrouvable."""
    depot = _depot(lire_piece(portail, candidat, cle, cle_piece).suivie, cle_fichier)
    if depot.antivirus == "infecte":
        raise FichierIntrouvable
    try:
        return montrer(depot), portail.stockage.ouvrir(depot.sha256)
    except FichierAbsent as absent:
        raise FichierIntrouvable from absent


def refusee_le(ligne: PieceCandidature) -> datetime | None:
    """Return when a pièce was last found non conforme, None when it is not."""
    if ligne.statut != "non_conforme":
        return None
    demande = select(DecisionPiece.le).where(
        DecisionPiece.piece_id == ligne.id,
        DecisionPiece.statut == "non_conforme",
        DecisionPiece.annulee_le.is_(None),
    )
    return db.session.scalar(demande.order_by(DecisionPiece.id.desc()).limit(1))


def ajouter(
    portail: Portail,
    prise: PieceEnMain,
    prets: Sequence[FichierPret],
    commence_le: datetime,
    compte_id: int,
    choix: str,
) -> tuple[tuple[FichierDepose, ...], tuple[FichierEcarte, ...]]:
    """Write the rows of files that are stored, as many as the pièce takes; return them and those in excess.

    Inside `ecriture()`, the candidature locked.
    """
    ligne, maintenant = ligne_de(prise.candidature, prise.suivie), portail.horloge.maintenant()
    _retirer_les_refuses(ligne, maintenant)
    gardes = [depot for depot in ligne.depots if depot.retire_le is None]
    places = places_restantes(prise.suivie, len(gardes))
    deposes = [ligne_de_depot(ligne, pret, commence_le, maintenant) for pret in prets[:places]]
    if deposes:
        ligne.non_concerne = None
        ligne.choix = choix if choix in dict(prise.suivie.piece.une_parmi) else ligne.choix
    db.session.flush()
    for depot in deposes:
        _noter(prise, compte_id, maintenant, "fichier_depose", depot)
        apercu.demander(portail, depot)
        examen_antivirus.demander(portail, depot)
    phrase = trop_de_fichiers(prise.suivie)
    en_trop = tuple(FichierEcarte(pret.inspecte.nom, phrase) for pret in prets[places:])
    return tuple(montrer(depot) for depot in deposes), en_trop


def _retirer_les_refuses(ligne: PieceCandidature, maintenant: datetime) -> None:
    """A new file takes the place of those that were found non conformes; they stay known to the service."""
    refus = refusee_le(ligne)
    for depot in ligne.depots if refus is not None else ():
        if depot.retire_le is None and refus is not None and depot.depose_le <= refus:
            depot.retire_le = maintenant


def ligne_de_depot(
    ligne: PieceCandidature,
    pret: FichierPret,
    commence_le: datetime,
    maintenant: datetime,
    origine: str = "candidat",
) -> Depot:
    """Add the row of one file that is stored. Inside `ecriture()`; the caller flushes."""
    depot = Depot(
        piece=ligne, nom=pret.inspecte.nom, format=pret.inspecte.format, taille=pret.stocke.taille,
        pages=pret.inspecte.pages, sha256=pret.stocke.cle, commence_le=commence_le, depose_le=maintenant,
        origine=origine, antivirus="non_examine", apercu="a_faire", apercus=[],
    )  # fmt: skip
    db.session.add(depot)
    return depot


def _depot(suivie: PieceSuivie, cle_fichier: str) -> Depot:
    demande = select(Depot).where(
        Depot.cle == cle_fichier, Depot.piece_id == suivie.identifiant, Depot.retire_le.is_(None)
    )
    depot = db.session.scalar(demande)
    if depot is None:
        raise FichierIntrouvable
    return depot


def _noter(prise: PieceEnMain, compte_id: int, le: datetime, nature: str, depot: Depot) -> None:
    db.session.add(
        Evenement(
            candidature_id=prise.candidature.id, compte_id=compte_id, le=le, nature=nature,
            donnees={
                "piece": prise.suivie.cle, "depot": depot.cle, "nom": depot.nom, "taille": depot.taille,
                "sha256": depot.sha256,
            },
        )
    )  # fmt: skip
