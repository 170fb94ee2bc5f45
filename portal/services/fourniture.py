"""« Mes justificatifs » of one candidature, and « J'ai fourni toutes mes pièces »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db, ecriture
from portal.domain.contact import contact_de
from portal.domain.fourniture import PieceAFournir, Regroupement, bilan_de, en_phrase, regroupements
from portal.domain.modele import Contact
from portal.domain.piece_suivie import Bilan
from portal.domain.remise import PHASES, DepotFerme, FournitureIncomplete, PieceIntrouvable, RienAFournir
from portal.domain.situation import Situation
from portal.services.candidature import candidature_de, candidature_verrouillee
from portal.services.notification import notifier
from portal.services.piece import ligne_de, pieces_suivies, recompter
from portal.services.piece_candidat import situation_enregistree
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.document import Document
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature

MOMENT = "pieces_fournies"


@dataclass(frozen=True)
class Justificatifs:
    """The page of one candidature. `demande` is the document that asks for these pièces."""

    candidature: Candidature
    situation: Situation
    groupes: tuple[Regroupement, ...]
    bilan: Bilan
    demande: Document | None
    contact: Contact | None

    def piece(self, cle_piece: str) -> PieceAFournir:
        """Return one pièce. Raises PieceIntrouvable."""
        for groupe in self.groupes:
            for piece in groupe.pieces:
                if piece.cle == cle_piece:
                    return piece
        raise PieceIntrouvable


def lire(portail: Portail, candidat: Candidat, cle: str) -> Justificatifs:
    """Return what a candidature owes. Raises CandidatureIntrouvable, PieceIntrouvable for a draft."""
    candidature = candidature_de(portail, candidat, cle)
    situation = situation_enregistree(portail, candidature)
    groupes = _groupes(candidature, situation)
    return Justificatifs(
        candidature, situation, groupes, bilan_de(groupes), _demande(candidature.id), contact_de(situation)
    )


def reste_a_fournir(candidature: Candidature, situation: Situation) -> tuple[tuple[Regroupement, ...], str]:
    """Return the groups of a registered candidature, and in a sentence what is to be done and until when."""
    groupes = _groupes(candidature, situation)
    return groupes, en_phrase(groupes, situation.modele.calendrier.fuseau)


def fournir(portail: Portail, candidat: Candidat, cle: str, cle_envoi: str) -> datetime:
    """Say that every pièce of a group is there: dated, frozen, told by mail. Return the instant.

    Raises CandidatureIntrouvable, PieceIntrouvable, DepotFerme, RienAFournir, or FournitureIncomplete with
    what is missing. After the deadline what was handed in before it is still said to be provided: it is late
    for adding, not for telling.
    """
    candidat_id, compte_id = candidat.id, candidat.compte_id
    with ecriture():
        candidature = candidature_verrouillee(portail, candidat_id, cle)
        situation, maintenant = situation_enregistree(portail, candidature), portail.horloge.maintenant()
        groupe = _a_fournir(candidature, situation, cle_envoi)
        for piece in groupe.a_valider:
            ligne = ligne_de(candidature, piece.suivie)
            ligne.validee_le = maintenant
            if ligne.statut == "non_conforme":
                ligne.statut, ligne.recue_le, ligne.information = None, None, None
        fait = _noter(candidature, compte_id, maintenant, groupe)
        recompter(candidature, situation)
        titres = "\n".join(f"- {piece.demandee.titre}" for piece in groupe.a_valider)
        notifier(portail, candidature, MOMENT, situation, mots={"pieces": titres}, rang=f"e{fait.id}")
        return maintenant


def _a_fournir(candidature: Candidature, situation: Situation, cle_envoi: str) -> Regroupement:
    if candidature.phase not in PHASES:
        raise DepotFerme("Votre inscription n'attend plus de pièces.")
    groupe = next((g for g in _groupes(candidature, situation) if g.cle == cle_envoi), None)
    if groupe is None:
        raise PieceIntrouvable
    if groupe.manques:
        raise FournitureIncomplete(groupe.manques)
    if not groupe.a_valider:
        raise RienAFournir
    return groupe


def _noter(candidature: Candidature, compte_id: int, maintenant: datetime, groupe: Regroupement) -> Evenement:
    fait = Evenement(
        candidature_id=candidature.id, compte_id=compte_id, le=maintenant, nature=MOMENT,
        donnees={
            "envoi": groupe.cle, "pieces": [piece.cle for piece in groupe.a_valider],
            "hors_delai": groupe.depasse,
        },
    )  # fmt: skip
    db.session.add(fait)
    db.session.flush()
    return fait


def _groupes(candidature: Candidature, situation: Situation) -> tuple[Regroupement, ...]:
    suivies = pieces_suivies(candidature.id, situation)
    return regroupements(situation, suivies, _refusees(candidature.id), _perdus(candidature.id))


def _refusees(candidature_id: int) -> dict[str, datetime]:
    """Return when each pièce was last found non conforme."""
    demande = (
        select(PieceCandidature.cle, func.max(DecisionPiece.le))
        .join(PieceCandidature, PieceCandidature.id == DecisionPiece.piece_id)
        .where(
            PieceCandidature.candidature_id == candidature_id,
            DecisionPiece.statut == "non_conforme",
            DecisionPiece.annulee_le.is_(None),
        )
        .group_by(PieceCandidature.cle)
    )
    return {cle: le for cle, le in db.session.execute(demande)}


def _perdus(candidature_id: int) -> dict[str, tuple[str, ...]]:
    """Return the names of the files that an antivirus took, by pièce."""
    demande = (
        select(PieceCandidature.cle, Depot.nom)
        .join(PieceCandidature, PieceCandidature.id == Depot.piece_id)
        .where(PieceCandidature.candidature_id == candidature_id, Depot.antivirus == "infecte")
        .order_by(Depot.id)
    )
    noms: dict[str, tuple[str, ...]] = {}
    for cle, nom in db.session.execute(demande):
        noms[cle] = (*noms.get(cle, ()), nom)
    return noms


def _demande(candidature_id: int) -> Document | None:
    demande = select(Document).where(
        Document.candidature_id == candidature_id,
        Document.code == "demande_pieces",
        Document.remplace_par.is_(None),
    )
    return db.session.scalar(demande)
