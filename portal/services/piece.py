"""The pièces of a candidature: what its modèle demands now, beside the rows of what was done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import db
from portal.domain.piece import PieceDue
from portal.domain.piece_suivie import Bilan, FichierDepose, PieceSuivie, Statut, bilan, faits
from portal.domain.pieces_dues import pieces_dues
from portal.domain.situation import Situation
from portal.tables.candidature import Candidature
from portal.tables.piece import Depot, PieceCandidature


def pieces_suivies(candidature_id: int, situation: Situation) -> tuple[PieceSuivie, ...]:
    """Return every pièce that the answers demand, with what was handed in. Two queries."""
    lignes = {ligne.cle: ligne for ligne in _lignes(candidature_id)}
    return tuple(suivre(due, lignes.get(due.cle or due.code)) for due in pieces_dues(situation))


def piece_suivie(candidature_id: int, situation: Situation, cle: str) -> PieceSuivie | None:
    """Return one of them, None when the answers do not demand it."""
    return next((piece for piece in pieces_suivies(candidature_id, situation) if piece.cle == cle), None)


def avec_pieces(situation: Situation, candidature_id: int) -> Situation:
    """Return the same situation, whose conditions can read `pieces.`."""
    return replace(situation, pieces=faits(pieces_suivies(candidature_id, situation)), _visibles={})


def suivre(due: PieceDue, ligne: PieceCandidature | None) -> PieceSuivie:
    """Put a demand and its row together."""
    if ligne is None:
        return PieceSuivie(due)
    return PieceSuivie(
        due=due, statut=cast("Statut | None", ligne.statut), recue_le=ligne.recue_le,
        canal_recu=ligne.canal_recu, information=ligne.information or "", validee_le=ligne.validee_le,
        choix=ligne.choix, non_concerne=ligne.non_concerne, reponses=ligne.reponses,
        fichiers=tuple(montrer(depot) for depot in ligne.depots if depot.retire_le is None),
        identifiant=ligne.id,
    )  # fmt: skip


def montrer(depot: Depot) -> FichierDepose:
    """Return a file as people see it."""
    return FichierDepose(
        cle=depot.cle, nom=depot.nom, format=depot.format, taille=depot.taille, pages=depot.pages,
        depose_le=depot.depose_le, antivirus=depot.antivirus, apercu=depot.apercu,
        images=len(depot.apercus), origine=depot.origine,
    )  # fmt: skip


def ligne_de(candidature: Candidature, piece: PieceSuivie) -> PieceCandidature:
    """Return the row of a pièce, made when it is the first thing that happens to it. Inside `ecriture()`.

    The candidature is locked by the caller, so that two first files make one row.
    """
    demande = select(PieceCandidature).where(
        PieceCandidature.candidature_id == candidature.id, PieceCandidature.cle == piece.cle
    )
    ligne = db.session.scalar(demande)
    if ligne is None:
        ligne = PieceCandidature(
            candidature_id=candidature.id, cle=piece.cle, code=piece.due.code, reponses={}
        )
        db.session.add(ligne)
        db.session.flush()
    return ligne


def recompter(candidature: Candidature, situation: Situation) -> Bilan:
    """Write the counts of a candidature and what waits for a check. Inside `ecriture()`, after any change.

    In: the situation as recorded (`brouillon=False`).
    """
    db.session.flush()
    suivies = pieces_suivies(candidature.id, situation)
    fait = bilan(suivies)
    candidature.pieces_dues, candidature.pieces_manquantes = fait.dues, fait.manquantes
    candidature.pieces_a_verifier, candidature.pieces_conformes = fait.a_verifier, fait.conformes
    candidature.pieces_non_conformes = fait.non_conformes
    _marquer(candidature.id, {piece.cle for piece in suivies if piece.a_verifier})
    return fait


def _marquer(candidature_id: int, a_verifier: Iterable[str]) -> None:
    for ligne in _lignes(candidature_id):
        ligne.a_verifier = ligne.cle in a_verifier


def _lignes(candidature_id: int) -> Iterable[PieceCandidature]:
    return db.session.scalars(
        select(PieceCandidature)
        .where(PieceCandidature.candidature_id == candidature_id)
        .options(selectinload(PieceCandidature.depots))
        .order_by(PieceCandidature.id)
    ).all()
