"""What slices of an operation share: its lines in order, a time that runs out, the job of the next slice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.services import par_paquets
from portal.services.candidature import contexte_de
from portal.services.operations.genre import Sujet
from portal.services.perimetre import AgentEnPoste, agent_de, candidature_pour
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.agent import Agent
from portal.tables.candidature import Candidature
from portal.tables.operation import LigneOperation, Operation

TACHE = "operation"
LANCEMENTS = "lancements"  # among the parametres: how often it was started
TRANCHE_S = 20.0  # a slice; the lease of a job is two minutes
PAQUET = 50


@dataclass(frozen=True, slots=True)
class Ordre:
    """An operation as a slice reads it once."""

    id: int
    genre: str
    compte_id: int | None
    parametres: dict[str, Any]


class AgentParti(RuntimeError):
    """The account that asked for the operation is closed or gone."""


def ordre_de(operation: Operation) -> Ordre:
    """Return what lines need of their operation."""
    return Ordre(operation.id, operation.genre, operation.compte_id, dict(operation.parametres))


def agent_du(portail: Portail, ordre: Ordre) -> AgentEnPoste:
    """Return who asked, with the rights of this very moment. Raises AgentParti."""
    if ordre.compte_id is None:
        raise AgentParti
    agent = db.session.get(Agent, ordre.compte_id)
    if agent is not None and agent.desactive_le is not None:
        raise AgentParti
    return agent_de(portail, ordre.compte_id)


def sujet_de(portail: Portail, ordre: Ordre, agent: AgentEnPoste, ligne: LigneOperation) -> Sujet:
    """Return what a line works on. Raises CandidatureIntrouvable outside of the périmètre."""
    cle = db.session.scalar(select(Candidature.cle).where(Candidature.id == ligne.candidature_id)) or ""
    candidature = candidature_pour(portail, agent, cle)
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    return Sujet(portail, agent, ordre.id, ordre.parametres, ligne.donnees, contexte)


def a_traiter(operation_id: int, etat: str, duree: float) -> Iterator[Sequence[int]]:
    """Yield the ids of the lines in `etat`, a few at a time, for `duree` seconds at most."""
    return par_paquets.a_traiter(
        LigneOperation, LigneOperation.operation_id == operation_id, etat, duree, PAQUET
    )


def comptes(operation_id: int) -> dict[str, int]:
    """Return how many lines there are in each état."""
    return par_paquets.comptes(LigneOperation, LigneOperation.operation_id == operation_id)


def suite(portail: Portail, operation: Operation, etape: str, passage: int) -> None:
    """Ask for a slice. Inside `ecriture()`. Two workers that both ask for the same one get one.

    Slices go before the documents that they ask for: the work is due since the operation was started.
    """
    depuis = operation.lancee_le or operation.cree_le
    fois = operation.parametres.get(LANCEMENTS, 0)
    cle = f"{TACHE}:{operation.id}:{etape}:{fois}:{passage}"
    charge = {"operation_id": operation.id, "passage": passage}
    deposer_tache(portail, TACHE, charge, cle, depuis)
