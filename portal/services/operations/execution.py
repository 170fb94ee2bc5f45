"""Doing an operation: line by line, each act in one transaction with the mark that says it is done.

A process that dies anywhere leaves a line either untouched or done with all its consequences.
"""

from __future__ import annotations

import logging
import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.refus import Refus
from portal.domain.typographie import francais
from portal.services.operations import avancement
from portal.services.operations.avancement import AgentParti, Ordre
from portal.services.operations.preparation import HORS_PERIMETRE
from portal.services.operations.registre import GENRES
from portal.services.perimetre import verrouiller
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.operation import LigneOperation, Operation

journal = logging.getLogger(__name__)
PARTI = "Le compte qui a demandé cet envoi est fermé."


def avancer(portail: Portail, operation_id: int, passage: int, duree: float) -> None:
    """Do lines for `duree` seconds, then say that the operation is over or ask for the next slice."""
    operation = db.session.get_one(Operation, operation_id)
    ordre, en_cours = avancement.ordre_de(operation), operation.etat == "en_cours"
    db.session.rollback()
    if not en_cours:
        return
    for identifiants in avancement.a_traiter(operation_id, "a_faire", duree):
        for identifiant in identifiants:
            faire(portail, ordre, identifiant)
        with ecriture():
            _compter(operation_id)
    _conclure(portail, operation_id, passage)


def faire(portail: Portail, ordre: Ordre, ligne_id: int) -> None:
    """Do one line, unless it is done already. What goes wrong with it is kept with it.

    A database that does not answer is nobody's fault: the line waits, and the slice is tried again.
    """
    try:
        _preparer_modele(portail, ligne_id)
        with ecriture():
            _faire(portail, ordre, ligne_id)
    except OperationalError:
        raise
    except CandidatureIntrouvable:
        _noter_echec(ligne_id, HORS_PERIMETRE)
    except AgentParti:
        _noter_echec(ligne_id, PARTI)
    except Refus as refus:
        _noter_echec(ligne_id, refus.phrase)
    except Exception:
        reference = secrets.token_hex(4)
        journal.exception("line %s of an operation failed, error %s", ligne_id, reference)
        _noter_echec(ligne_id, f"Erreur du portail, référence {reference}.")


def _faire(portail: Portail, ordre: Ordre, ligne_id: int) -> None:
    ligne = db.session.scalar(
        select(LigneOperation)
        .where(LigneOperation.id == ligne_id, LigneOperation.etat == "a_faire")
        .with_for_update(skip_locked=True)
    )
    if ligne is None:
        return
    agent = avancement.agent_du(portail, ordre)
    verrouiller(db.session.get_one(Candidature, ligne.candidature_id))
    sujet = avancement.sujet_de(portail, ordre, agent, ligne)
    genre = GENRES[ordre.genre].genre
    ligne.faite_le = portail.horloge.maintenant()
    if raison := genre.examiner(sujet):
        ligne.etat, ligne.message = "sans_objet", francais(raison)
        return
    fait = genre.accomplir(sujet)
    db.session.flush()
    ligne.etat, ligne.message = "faite", fait.message
    ligne.document_id = fait.document.id if fait.document is not None else None


def _preparer_modele(portail: Portail, ligne_id: int) -> None:
    """Compile the modèle before the lock is taken, so that nobody waits for it."""
    trouve = db.session.execute(
        select(Candidature.version_modele_id, Candidature.slug)
        .join(LigneOperation, LigneOperation.candidature_id == Candidature.id)
        .where(LigneOperation.id == ligne_id)
    ).one_or_none()
    if trouve is not None:
        portail.modeles.preparer(*trouve)


def _noter_echec(ligne_id: int, phrase: str) -> None:
    with ecriture():
        db.session.execute(
            update(LigneOperation)
            .where(LigneOperation.id == ligne_id, LigneOperation.etat == "a_faire")
            .values(etat="echec", message=phrase)
        )


def _compter(operation_id: int) -> dict[str, int]:
    nombres = avancement.comptes(operation_id)
    db.session.execute(
        update(Operation)
        .where(Operation.id == operation_id)
        .values(faites=nombres.get("faite", 0), echecs=nombres.get("echec", 0))
    )
    return nombres


def _conclure(portail: Portail, operation_id: int, passage: int) -> None:
    with ecriture():
        operation = db.session.scalars(
            select(Operation).where(Operation.id == operation_id).with_for_update()
        ).one()
        nombres = _compter(operation_id)
        if operation.etat != "en_cours":
            return
        if nombres.get("a_faire"):
            avancement.suite(portail, operation, "execution", passage + 1)
        else:
            operation.etat, operation.terminee_le = "terminee", portail.horloge.maintenant()
