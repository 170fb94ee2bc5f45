"""Where a candidature is sat, what it costs, what was paid, what its candidate asked for: for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.a_payer import APayer, a_payer
from portal.domain.centre import Centre
from portal.domain.centre_choisi import centre_de, offre_choisie
from portal.domain.circuit import Transition
from portal.domain.demarche import CANDIDAT
from portal.domain.questions_a_part import dessiner
from portal.services.candidature import Contexte
from portal.services.sommes import paiements_de
from portal.tables.evenement import Evenement
from portal.tables.paiement import Paiement


@dataclass(frozen=True, slots=True)
class DemarcheFaite:
    """What a candidate asked for last, and what they answered: pairs (question, answer)."""

    intitule: str
    le: datetime
    motif: str = ""
    reponses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DossierDuCentre:
    """`paiements` holds those that were taken back too: a member of staff sees all that was written."""

    centre: Centre | None
    offre: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    a_payer: APayer | None
    paiements: tuple[Paiement, ...]
    demarche: DemarcheFaite | None


def lire(contexte: Contexte, sante: bool) -> DossierDuCentre:
    """Return these facts of a candidature as it was recorded. `sante`: health may be read."""
    situation, modele = contexte.situation, contexte.modele
    return DossierDuCentre(
        centre=centre_de(situation),
        offre=offre_choisie(situation),
        a_payer=a_payer(situation),
        paiements=paiements_de(contexte.candidature.id) if modele.paiement is not None else (),
        demarche=_demarche(contexte, sante),
    )


def _demarche(contexte: Contexte, sante: bool) -> DemarcheFaite | None:
    """Return the last démarche that was taken, if the circuit has any."""
    siennes = {
        code: transition
        for code, transition in contexte.modele.circuit.transitions.items()
        if CANDIDAT in transition.par and (transition.questions or transition.pieces)
    }
    if not siennes:
        return None
    demande = select(Evenement).where(
        Evenement.candidature_id == contexte.candidature.id, Evenement.nature.in_(siennes)
    )
    fait = db.session.scalar(demande.order_by(Evenement.id.desc()).limit(1))
    if fait is None:
        return None
    transition = siennes[fait.nature]
    if not sante and _de_sante(contexte, transition):
        return DemarcheFaite(transition.intitule, fait.le)
    vues = dessiner(contexte.situation, transition.questions, fait.donnees.get("reponses", {}))
    return DemarcheFaite(
        transition.intitule, fait.le, fait.motif or "", tuple((un.question, un.affichage) for un in vues)
    )


def _de_sante(contexte: Contexte, transition: Transition) -> bool:
    """What is said with a pièce of health is of health too."""
    pieces = (contexte.modele.piece(code) for code in transition.pieces)
    return any(piece.sante for piece in pieces if piece) or any(q.sante for q in transition.questions)
