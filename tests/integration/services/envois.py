"""What tests of operations start from: candidatures to a shipped exam, an agent, the mails and documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.champs import Json
from portal.services import operation
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.tables.courriel import CourrielSortant
from portal.tables.document import Document
from portal.tables.operation import LigneOperation, Operation
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, inscrire_a

TITRES = "N° candidature;Épreuve;Date;Heure;Lieu;Salle;Consigne"


def inscriptions(portail: Portail, nombre: int, slug: str = CS, **autres: Json) -> list[str]:
    """Register `nombre` candidates; return the clés."""
    return [inscrire_a(portail, fabriques.candidat(), slug, **autres).cle for _ in range(nombre)]


def agent(portail: Portail, **perimetre: Any) -> AgentEnPoste:
    return agent_de(portail, fabriques.agent(**perimetre).id)


def numero(cle: str) -> str:
    candidature = db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()
    return f"{candidature.candidat.numero}-{candidature.numero_inscription:03}"


def convocations(*lignes: str) -> bytes:
    return "\r\n".join([TITRES, *lignes]).encode()


def convoquer(
    portail: Portail, qui: AgentEnPoste, octets: bytes, titre: str = "Convocation aux épreuves écrites"
) -> str:
    return operation.preparer_fichier(
        portail, qui, "convocation", {"titre": titre}, octets, "convocations.csv"
    )


def mener(portail: Portail, qui: AgentEnPoste, cle: str) -> Operation:
    """Start it and let the worker do all of it."""
    operation.lancer(portail, qui, cle)
    travailler(portail)
    return une(cle)


def une(cle: str) -> Operation:
    db.session.rollback()
    return db.session.scalars(select(Operation).where(Operation.cle == cle)).one()


def lignes(cle: str) -> Sequence[LigneOperation]:
    return une(cle).lignes


def etats(cle: str) -> list[tuple[str, str | None]]:
    return [(ligne.etat, ligne.message) for ligne in lignes(cle)]


def documents(cle: str, code: str) -> Sequence[Document]:
    db.session.rollback()
    demande = select(Document).where(Document.candidature.has(cle=cle), Document.code.startswith(code))
    return db.session.scalars(demande.order_by(Document.code, Document.version)).all()


def mails(moment: str) -> Sequence[CourrielSortant]:
    db.session.rollback()
    return db.session.scalars(
        select(CourrielSortant)
        .where(CourrielSortant.cle.contains(f":{moment}:"))
        .order_by(CourrielSortant.id)
    ).all()
