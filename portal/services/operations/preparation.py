"""Preparing an operation: each candidature says whether it is concerned, and nothing is done to any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, update

from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.feuille import Erreur
from portal.domain.typographie import francais
from portal.services.operations import avancement, fichier
from portal.services.operations.avancement import Ordre
from portal.services.operations.publication import Convocation, Releve
from portal.services.operations.registre import GENRES
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.operation import LigneOperation, Operation

HORS_PERIMETRE = "Hors de votre périmètre."
SANS_LIGNE = "Aucune ligne du fichier ne lui convient."


@dataclass(frozen=True, slots=True)
class Examen:
    """What one line turns out to be. `erreurs` are lines of the file to take out."""

    etat: str
    message: str | None = None
    donnees: Mapping[str, Any] | None = None
    erreurs: tuple[Erreur, ...] = field(default=())


def avancer(portail: Portail, operation_id: int, passage: int, duree: float) -> None:
    """Examine lines for `duree` seconds, then say that the operation is ready or ask for the next slice."""
    operation = db.session.get_one(Operation, operation_id)
    if operation.etat != "en_preparation":
        db.session.rollback()
        return
    ordre = avancement.ordre_de(operation)
    agent = avancement.agent_du(portail, ordre)
    for identifiants in avancement.a_traiter(operation_id, "a_examiner", duree):
        examens = {un: _examiner(portail, ordre, agent, un) for un in identifiants}
        db.session.rollback()
        with ecriture():
            for identifiant, examen in examens.items():
                _noter(operation_id, identifiant, examen)
    _conclure(portail, operation_id, passage)


def _examiner(portail: Portail, ordre: Ordre, agent: AgentEnPoste, ligne_id: int) -> Examen:
    ligne = db.session.get_one(LigneOperation, ligne_id)
    try:
        sujet = avancement.sujet_de(portail, ordre, agent, ligne)
    except CandidatureIntrouvable:
        return Examen("sans_objet", HORS_PERIMETRE)
    genre = GENRES[ordre.genre].genre
    if not isinstance(genre, Convocation | Releve):
        return _conclure_l_examen(genre.examiner(sujet), None, ())
    tri = genre.trier(sujet)
    raison = genre.examiner(sujet) if tri.donnees["rangees"] else SANS_LIGNE
    return _conclure_l_examen(raison, tri.donnees, tri.erreurs)


def _conclure_l_examen(
    raison: str | None, donnees: Mapping[str, Any] | None, erreurs: tuple[Erreur, ...]
) -> Examen:
    if raison is None:
        return Examen("a_faire", None, donnees, erreurs)
    return Examen("sans_objet", francais(raison), donnees, erreurs)


def _noter(operation_id: int, ligne_id: int, examen: Examen) -> None:
    valeurs: dict[str, Any] = {"etat": examen.etat, "message": examen.message}
    if examen.donnees is not None:
        valeurs["donnees"] = dict(examen.donnees)
    notee = db.session.execute(
        update(LigneOperation)
        .where(LigneOperation.id == ligne_id, LigneOperation.etat == "a_examiner")
        .values(valeurs)
        .returning(LigneOperation.id)
    ).one_or_none()
    if notee is not None and examen.erreurs:
        lignes = [{"operation_id": operation_id, **fichier.refusee(une)} for une in examen.erreurs]
        db.session.execute(insert(LigneOperation), lignes)


def _conclure(portail: Portail, operation_id: int, passage: int) -> None:
    with ecriture():
        operation = db.session.scalars(
            select(Operation).where(Operation.id == operation_id).with_for_update()
        ).one()
        nombres = avancement.comptes(operation_id)
        operation.total = sum(nombres.values()) - nombres.get("refusee", 0)
        if operation.etat != "en_preparation":
            return
        if nombres.get("a_examiner"):
            avancement.suite(portail, operation, "preparation", passage + 1)
        else:
            operation.etat = "preparee"
