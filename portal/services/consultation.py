"""The documents of a candidate, as they read them: the list of a candidature, and each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.domain.refus import Refus
from portal.services.candidature import candidature_de
from portal.services.perimetre import AgentEnPoste, candidature_pour
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.document import Document
from portal.tables.evenement import Evenement

# What tells of a handicap: for staff who have the right to read it.
DE_SANTE = ("amenagements",)


class DocumentIntrouvable(Refus):
    """There is no such document, or it is somebody else's."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce document n'existe pas, ou ce n'est pas le vôtre.")


class DocumentEnPreparation(Refus):
    """The document was asked for, and is not drawn yet."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Ce document est en préparation : il sera prêt dans quelques instants.")


@dataclass(frozen=True)
class Publies:
    """The documents of one candidature: the latest version of each, then the earlier ones."""

    courants: tuple[Document, ...]
    anciens: tuple[Document, ...]

    @property
    def en_attente(self) -> bool:
        """Whether one of them is still being drawn."""
        return any(document.etat != "produit" for document in self.courants)


def documents_de(portail: Portail, candidat: Candidat, cle: str) -> Publies:
    """Return what was published for a candidature of this candidate. Raises CandidatureIntrouvable."""
    return _publies(candidature_de(portail, candidat, cle))


def _publies(candidature: Candidature) -> Publies:
    trouves = db.session.scalars(select(Document).where(Document.candidature_id == candidature.id))
    # The documents of one registration keep the order of the modèle, the latest registration first.
    lignes = tuple(sorted(trouves, key=lambda un: (-int(un.le.timestamp()) // 60, un.id)))
    return Publies(
        tuple(document for document in lignes if document.remplace_par is None),
        tuple(document for document in lignes if document.remplace_par is not None),
    )


def dernier(portail: Portail, candidat: Candidat, cle: str, code: str) -> Document | None:
    """Return the current version of one document, drawn or not. Raises CandidatureIntrouvable."""
    return next((un for un in documents_de(portail, candidat, cle).courants if un.code == code), None)


def ouvrir(portail: Portail, candidat: Candidat, cle: str, cle_document: str) -> tuple[Document, BinaryIO]:
    """Return a document and its file; the caller closes it.

    Raises CandidatureIntrouvable, DocumentIntrouvable or DocumentEnPreparation.
    """
    return _ouvrir(portail, _document(candidature_de(portail, candidat, cle), cle_document))


def ouvrir_pour(
    portail: Portail, agent: AgentEnPoste, cle: str, cle_document: str
) -> tuple[Document, BinaryIO]:
    """Return the same to staff. Raises CandidatureIntrouvable, DocumentIntrouvable, DocumentEnPreparation."""
    document = _document(candidature_pour(portail, agent, cle), cle_document)
    if not lisible(agent, document):
        raise DocumentIntrouvable
    if document.code.partition(".")[0] in DE_SANTE:
        _noter_la_lecture(portail, agent, document.id)
    return _ouvrir(portail, document)


def _noter_la_lecture(portail: Portail, agent: AgentEnPoste, document_id: int) -> None:
    with ecriture():
        document = db.session.get_one(Document, document_id)
        db.session.add(
            Evenement(
                candidature_id=document.candidature_id,
                compte_id=agent.compte_id,
                le=portail.horloge.maintenant(),
                nature="document_lu",
                donnees={"document": document.intitule},
            )
        )


def lisible(agent: AgentEnPoste, document: Document) -> bool:
    """Tell whether an agent may read a document: some tell of a handicap."""
    return agent.sante or document.code.partition(".")[0] not in DE_SANTE


def _document(candidature: Candidature, cle_document: str) -> Document:
    document = db.session.scalar(
        select(Document).where(Document.cle == cle_document, Document.candidature_id == candidature.id)
    )
    if document is None:
        raise DocumentIntrouvable
    return document


def _ouvrir(portail: Portail, document: Document) -> tuple[Document, BinaryIO]:
    if document.etat != "produit" or document.stockage_cle is None:
        raise DocumentEnPreparation
    try:
        return document, portail.stockage.ouvrir(document.stockage_cle)
    except FichierAbsent as absent:
        raise DocumentIntrouvable from absent
