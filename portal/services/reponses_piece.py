"""What a candidate says of a pièce besides its files: which one it is, answers, or that it does not apply."""

from __future__ import annotations

from collections.abc import Mapping

from portal.db import db, ecriture
from portal.domain.refus import Refus
from portal.domain.reponses_piece import ReponsesPiece, lire_reponses
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne
from portal.services.piece import ligne_de, recompter
from portal.services.piece_candidat import PieceEnMain, prendre_piece
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.evenement import Evenement


class ChoixInconnu(Refus):
    """None of « une parmi » has that name."""

    def __init__(self) -> None:
        super().__init__("Dites laquelle de ces pièces vous fournissez.")


class MotifManquant(Refus):
    """« Non concerné » without a reason, or with one that cannot be read."""


class PieceExigee(Refus):
    """The modèle lets nobody say that this pièce does not apply."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette pièce est demandée à tous : personne ne peut s'en dire non concerné.")


def choisir(portail: Portail, candidat: Candidat, cle: str, cle_piece: str, choix: str) -> None:
    """Say which one of « une parmi » is handed in. Raises ChoixInconnu and what `prendre_piece` raises."""
    candidat_id = candidat.id
    with ecriture():
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, portail.horloge.maintenant())
        if choix not in dict(prise.suivie.piece.une_parmi):
            raise ChoixInconnu
        ligne_de(prise.candidature, prise.suivie).choix = choix
        recompter(prise.candidature, prise.situation)


def repondre(
    portail: Portail, candidat: Candidat, cle: str, cle_piece: str, formulaire: Mapping[str, list[str]]
) -> ReponsesPiece:
    """Keep the answers to the questions of a pièce, those that can be read; return the page to show."""
    candidat_id = candidat.id
    with ecriture():
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, portail.horloge.maintenant())
        lues = lire_reponses(prise.situation, prise.suivie, formulaire)
        ligne_de(prise.candidature, prise.suivie).reponses = lues.reponses
        recompter(prise.candidature, prise.situation)
        return lues


def se_dire_non_concerne(
    portail: Portail, candidat: Candidat, cle: str, cle_piece: str, motif: str | None
) -> None:
    """Say that a pièce does not apply, and why; None takes it back. Raises PieceExigee or MotifManquant."""
    candidat_id, compte_id = candidat.id, candidat.compte_id
    with ecriture():
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, portail.horloge.maintenant())
        if prise.suivie.piece.non_concerne is None:
            raise PieceExigee
        ligne_de(prise.candidature, prise.suivie).non_concerne = None if motif is None else _motif(motif)
        _noter(portail, prise, compte_id, motif is not None)
        recompter(prise.candidature, prise.situation)


def _motif(brut: str) -> str:
    try:
        motif = lire_ligne(brut, 500)
    except SaisieInvalide as refus:
        raise MotifManquant(refus.message) from refus
    if not motif:
        raise MotifManquant("Dites pourquoi vous n'êtes pas concerné par cette pièce.")
    return motif


def _noter(portail: Portail, prise: PieceEnMain, compte_id: int, concerne: bool) -> None:
    db.session.add(
        Evenement(
            candidature_id=prise.candidature.id,
            compte_id=compte_id,
            le=portail.horloge.maintenant(),
            nature="piece_non_concernee" if concerne else "piece_concernee",
            donnees={"piece": prise.suivie.cle},
        )
    )
