"""Taking a decision back with one click, before its mail leaves. After that, a new decision corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import db, ecriture
from portal.domain.calendrier import PIECE
from portal.domain.decision import DELAI_ANNULATION, MOMENTS, DecisionImpossible, empreinte
from portal.domain.piece_suivie import STATUTS
from portal.services.candidature import contexte_de
from portal.services.decision import journaliser
from portal.services.perimetre import AgentEnPoste, verrouiller
from portal.services.piece import piece_suivie, recompter
from portal.services.piece_vue import charger
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.courriel import CourrielSortant
from portal.tables.piece import DecisionPiece, PieceCandidature

TROP_TARD = (
    "Il est trop tard pour annuler : le courriel est parti. Pour corriger, prenez une nouvelle décision ; "
    "le candidat en sera averti."
)


@dataclass(frozen=True, slots=True)
class DerniereDecision:
    """What the agent has just decided, and until when one click undoes it. `qui` is « MARTIN Léa »."""

    identifiant: int
    piece_id: int
    statut: str
    qui: str
    jusqu_a: datetime


def derniere(portail: Portail, agent: AgentEnPoste) -> DerniereDecision | None:
    """Return the last decision of this agent while it can still be undone."""
    depuis = portail.horloge.maintenant() - DELAI_ANNULATION
    decision = db.session.scalar(
        select(DecisionPiece)
        .where(DecisionPiece.compte_id == agent.compte_id)
        .order_by(DecisionPiece.id.desc())
        .limit(1)
        .options(
            joinedload(DecisionPiece.piece)
            .joinedload(PieceCandidature.candidature)
            .joinedload(Candidature.candidat)
        )
    )
    if decision is None or decision.annulee_le is not None or decision.le <= depuis:
        return None
    return DerniereDecision(
        decision.id,
        decision.piece_id,
        STATUTS[decision.statut].lower(),  # type: ignore[index]
        nom_de(decision.piece.candidature.candidat),
        decision.le + DELAI_ANNULATION,
    )


def nom_de(candidat: Candidat) -> str:
    """« MARTIN Léa »: the name, then the first of the first names."""
    return f"{candidat.nom_naissance} {(candidat.prenoms.split() or [''])[0].rstrip(',')}".strip()


def annuler(portail: Portail, agent: AgentEnPoste, decision_id: int) -> int:
    """Put the pièce back as it was and keep its mail from leaving; return the pièce.

    Asking twice undoes once. Raises PieceIntrouvable for a decision outside the périmètre,
    DecisionImpossible when it is too late, somebody else's, or the pièce has changed since.
    """
    piece_id = db.session.scalar(select(DecisionPiece.piece_id).where(DecisionPiece.id == decision_id)) or 0
    charger(portail, agent, piece_id)
    with ecriture():
        ligne = db.session.get_one(PieceCandidature, piece_id)
        verrouiller(ligne.candidature)
        db.session.refresh(ligne)
        decision = db.session.get_one(DecisionPiece, decision_id, populate_existing=True)
        if decision.annulee_le is None:
            _exiger_annulable(portail, agent, decision)
            _annuler(portail, agent, ligne, decision)
    return piece_id


def _exiger_annulable(portail: Portail, agent: AgentEnPoste, decision: DecisionPiece) -> None:
    if decision.compte_id != agent.compte_id:
        raise DecisionImpossible("Seule la personne qui a pris cette décision peut l'annuler.")
    if portail.horloge.maintenant() >= decision.le + DELAI_ANNULATION:
        raise DecisionImpossible(TROP_TARD)
    suivante = select(func.count()).where(
        DecisionPiece.piece_id == decision.piece_id,
        DecisionPiece.id > decision.id,
        DecisionPiece.annulee_le.is_(None),
    )
    if db.session.scalar(suivante):
        raise DecisionImpossible("Une autre décision a été prise depuis sur cette pièce.")


def _annuler(portail: Portail, agent: AgentEnPoste, ligne: PieceCandidature, decision: DecisionPiece) -> None:
    candidature = ligne.candidature
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    suivie = piece_suivie(candidature.id, contexte.situation, ligne.cle)
    if suivie is not None and empreinte(suivie) != decision.avant.get("rendue"):
        raise DecisionImpossible("Le candidat a changé cette pièce depuis : prenez une nouvelle décision.")
    _retenir_les_courriels(candidature.id, decision)
    _remettre(candidature, ligne, decision.avant)
    decision.annulee_le = portail.horloge.maintenant()
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    recompter(candidature, contexte.situation)
    journaliser(portail, agent, candidature, "decision_annulee", ligne.cle, decision)


def _remettre(candidature: Candidature, ligne: PieceCandidature, avant: dict[str, Any]) -> None:
    ligne.statut, ligne.information = avant["statut"], avant["information"]
    ligne.canal_recu = avant["canal_recu"]
    ligne.recue_le = date.fromisoformat(avant["recue_le"]) if avant["recue_le"] else None
    ligne.validee_le = datetime.fromisoformat(avant["validee_le"]) if avant["validee_le"] else None
    delais = {cle: fin for cle, fin in candidature.delais.items() if cle != PIECE + ligne.cle}
    candidature.delais = delais | ({PIECE + ligne.cle: avant["delai"]} if avant["delai"] else {})


def _retenir_les_courriels(candidature_id: int, decision: DecisionPiece) -> None:
    """Delete the mails of a decision. Raises DecisionImpossible when one of them is on its way."""
    moment = MOMENTS[decision.statut]  # type: ignore[index]
    debut = f"candidature:{candidature_id}:{moment}:decision{decision.id}:"
    courriels = db.session.scalars(
        select(CourrielSortant)
        .where(CourrielSortant.cle.startswith(debut, autoescape=True))
        .with_for_update()
    ).all()
    if any(courriel.etat != "a_envoyer" for courriel in courriels):
        raise DecisionImpossible(TROP_TARD)
    for courriel in courriels:
        db.session.delete(courriel)
