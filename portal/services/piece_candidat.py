"""One pièce in the hands of the candidate who owes it: read, or taken to be changed under a lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.domain.piece_suivie import PieceSuivie
from portal.domain.remise import PieceIntrouvable, empechement
from portal.domain.situation import Situation
from portal.services.candidature import candidature_de, candidature_verrouillee, contexte_de
from portal.services.piece import piece_suivie
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature


@dataclass(frozen=True)
class PieceEnMain:
    """A pièce, and the candidature as it was recorded."""

    candidature: Candidature
    situation: Situation
    suivie: PieceSuivie


def lire_piece(portail: Portail, candidat: Candidat, cle: str, cle_piece: str) -> PieceEnMain:
    """Return a pièce of this candidat. Raises CandidatureIntrouvable or PieceIntrouvable."""
    return _en_main(portail, candidature_de(portail, candidat, cle), cle_piece)


def prendre_piece(
    portail: Portail, candidat_id: int, cle: str, cle_piece: str, commence_le: datetime
) -> PieceEnMain:
    """Return the same inside `ecriture()`, its candidature locked, when it may be changed.

    In: `commence_le` is held against the deadline. Raises the refusals of `domain.remise` besides.
    """
    prise = _en_main(portail, candidature_verrouillee(portail, candidat_id, cle), cle_piece)
    refus = empechement(prise.situation, prise.suivie, commence_le)
    if refus is not None:
        raise refus
    return prise


def situation_enregistree(portail: Portail, candidature: Candidature) -> Situation:
    """Return a candidature as it was recorded. Raises PieceIntrouvable for a draft: it owes nothing yet."""
    if candidature.version == 0:
        raise PieceIntrouvable
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation


def _en_main(portail: Portail, candidature: Candidature, cle_piece: str) -> PieceEnMain:
    situation = situation_enregistree(portail, candidature)
    suivie = piece_suivie(candidature.id, situation, cle_piece)
    if suivie is None:
        raise PieceIntrouvable
    return PieceEnMain(candidature, situation, suivie)
