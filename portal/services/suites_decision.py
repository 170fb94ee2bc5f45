"""What follows from decisions on pièces once nobody can take them back: complete, or not any more.

The circuit of the modèle decides: `completer` and `rouvrir` are taken by the portal where it lets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.piece_suivie import Bilan
from portal.domain.situation import Situation
from portal.services.candidature import contexte_de, preparer_modele, situation_de
from portal.services.circuit import franchir
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.perimetre import verrouiller
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

TACHE = "suites_decision"
COMPLETER, ROUVRIR, PORTAIL = "completer", "rouvrir", "portail"


def demander(portail: Portail, candidature_id: int, decision_id: int, apres: datetime) -> None:
    """Ask for what follows from a decision, after that instant. Runs inside `ecriture()`."""
    charge = {"candidature_id": candidature_id}
    deposer_tache(portail, TACHE, charge, f"{TACHE}:{decision_id}", apres=apres)


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE."""
    candidature = _lire(int(charge["candidature_id"]))
    preparer_modele(portail, candidature.candidat_id, candidature.cle)
    with ecriture():
        candidature = _lire(int(charge["candidature_id"]))
        verrouiller(candidature)
        situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
        appliquer(portail, candidature, situation, recompter(candidature, situation))


def appliquer(portail: Portail, candidature: Candidature, situation: Situation, bilan: Bilan) -> None:
    """Bring the état in line with the pièces. Runs inside `ecriture()`; doing it twice changes nothing."""
    code = COMPLETER if bilan.complet else ROUVRIR
    if not situation.modele.circuit.permise(code, candidature.etat, PORTAIL):
        return
    try:
        franchir(portail, candidature, situation, code, PORTAIL, compte_id=None)
    except TransitionImpossible:
        return  # the modèle wants something else first
    situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
    demander_documents(portail, candidature, code, situation)
    notifier(portail, candidature, code, situation, rang=_rang(portail))


def _rang(portail: Portail) -> str:
    """Each time that it becomes complete is told."""
    return portail.horloge.maintenant().strftime("%Y%m%dT%H%M%S")


def _lire(candidature_id: int) -> Candidature:
    return db.session.scalars(
        select(Candidature)
        .where(Candidature.id == candidature_id)
        .options(joinedload(Candidature.candidat).joinedload(Candidat.compte))
    ).one()
