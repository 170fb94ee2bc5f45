"""Transitions that come by themselves: the sweep of the worker takes them once they are due.

The journal says the instant at which each was due, not the minute of the sweep.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.services.candidature import contexte_de, modele_de
from portal.services.circuit import echeance_de, franchir
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.paiement import solder_apres
from portal.services.perimetre import verrouiller
from portal.services.portail import Portail
from portal.tables.candidature import Candidature

journal = logging.getLogger(__name__)

PORTAIL = "portail"
PAR_BALAYAGE = 500


def franchir_les_echues(portail: Portail) -> int:
    """Take every transition that is due; return how many were taken. Several workers may call it at once.

    One that fails is told in the log and tried again by the next sweep; the others do not wait for it.
    """
    echues = db.session.scalars(
        select(Candidature.id)
        .where(Candidature.echeance_le <= portail.horloge.maintenant())
        .order_by(Candidature.echeance_le, Candidature.id)
        .limit(PAR_BALAYAGE)
    ).all()
    db.session.rollback()
    return sum(_essayer(portail, identifiant) for identifiant in echues)


def _essayer(portail: Portail, identifiant: int) -> bool:
    try:
        return _franchir(portail, identifiant)
    except OperationalError:
        raise  # the database does not answer: nobody's turn
    except Exception:
        db.session.rollback()
        journal.exception("candidature %s: its transition could not be taken", identifiant)
        return False


def _franchir(portail: Portail, identifiant: int) -> bool:
    modele_de(portail, db.session.get_one(Candidature, identifiant))  # compiled before the lock is taken
    with ecriture():
        candidature = db.session.get_one(Candidature, identifiant)
        verrouiller(candidature)
        due = _due(portail, candidature)
        if due is None:
            return False
        code = candidature.echeance or ""
        contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
        try:
            franchir(portail, candidature, contexte.situation, code, PORTAIL, compte_id=None, le=due)
        except TransitionImpossible as refus:
            # Its condition does not hold: this candidature is not concerned, and stays as it is.
            journal.info("candidature %s: %s does not apply: %s", identifiant, code, refus)
            candidature.echeance = candidature.echeance_le = None
            return False
        situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
        demander_documents(portail, candidature, code, situation)
        notifier(portail, candidature, code, situation, rang=f"{due:%Y%m%dT%H%M%S}")
        solder_apres(portail, situation.modele, candidature, code, None)
        return True


def _due(portail: Portail, candidature: Candidature) -> datetime | None:
    """Return the instant at which the transition was due, None when it is not any more.

    A date of the calendar is read again: a closing that was extended reaches everybody.
    """
    if candidature.echeance_le is None or candidature.echeance_le > portail.horloge.maintenant():
        return None
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    transition = contexte.modele.circuit.transitions.get(candidature.echeance or "")
    if transition is None:
        candidature.echeance = candidature.echeance_le = None
        return None
    if transition.au is None:
        return candidature.echeance_le
    candidature.echeance_le = echeance_de(contexte.situation, transition, candidature.echeance_le)
    return _passee(portail, candidature.echeance_le)


def _passee(portail: Portail, instant: datetime | None) -> datetime | None:
    return instant if instant is not None and instant <= portail.horloge.maintenant() else None
