"""How a candidature came to its present état, out of the journal."""

from __future__ import annotations

from sqlalchemy import select

from portal.db import db
from portal.domain.etapes_du_circuit import Passage
from portal.domain.modele import ModeleExamen
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement


def passages(candidature: Candidature) -> tuple[Passage, ...]:
    """Return the états that it reached, the first first."""
    demande = (
        select(Evenement.vers, Evenement.le, Evenement.nature, Evenement.motif)
        .where(Evenement.candidature_id == candidature.id, Evenement.vers.is_not(None))
        .order_by(Evenement.id)
    )
    return tuple(
        Passage(vers, le, nature, motif or "")
        for vers, le, nature, motif in db.session.execute(demande)
        if vers is not None
    )


def demarche_de(modele: ModeleExamen, candidature: Candidature) -> str:
    """Return the transition that led to the present état, "" when none of those that do cites a pièce."""
    possibles = {transition.code for transition in modele.circuit.demarches(candidature.etat)}
    if not possibles:
        return ""
    derniere = derniere_transition(candidature.id)
    return derniere if derniere in possibles else ""


def derniere_transition(candidature_id: int) -> str:
    """Return the code of the transition that was taken last, "" when none was."""
    demande = (
        select(Evenement.nature)
        .where(Evenement.candidature_id == candidature_id, Evenement.vers.is_not(None))
        .order_by(Evenement.id.desc())
        .limit(1)
    )
    return db.session.scalar(demande) or ""
