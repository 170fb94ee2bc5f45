"""What the screens of operations read: the list, one of them with its counts, its lines, its first mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.services.operations import avancement
from portal.services.operations.avancement import AgentParti
from portal.services.operations.genre import Lettre
from portal.services.operations.registre import GENRES, Description
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.courriel import CourrielSortant
from portal.tables.document import Document
from portal.tables.operation import LigneOperation, Operation

PAR_PAGE = 50
ETATS_DES_LIGNES = {
    "a_examiner": "À examiner", "refusee": "Ligne à corriger", "a_faire": "À faire", "faite": "Faite",
    "sans_objet": "Sans objet", "echec": "Échec",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suivi:
    """One operation as its page shows it. `documents` and `courriels` are counts by état."""

    operation: Operation
    description: Description
    comptes: Mapping[str, int]
    documents: Mapping[str, int]
    courriels: Mapping[str, int]
    lettre: Lettre | None = None

    def compte(self, etat: str) -> int:
        return self.comptes.get(etat, 0)

    @property
    def examinees(self) -> int:
        return self.operation.total - self.compte("a_examiner")

    @property
    def traitees(self) -> int:
        """Lines over, among those that were to be done."""
        return self.compte("faite") + self.compte("echec")

    @property
    def a_traiter(self) -> int:
        return self.traitees + self.compte("a_faire")

    @property
    def bloquee(self) -> bool:
        """Tell whether lines of the file have to be corrected, or left out, before it can start."""
        return bool(self.compte("refusee")) and not self.operation.parametres.get("sans_les_refusees")

    @property
    def prete(self) -> bool:
        return self.operation.etat == "preparee" and not self.bloquee and self.compte("a_faire") > 0

    @property
    def documents_prets(self) -> int:
        return self.documents.get("produit", 0)

    @property
    def vivante(self) -> bool:
        """Tell whether the page has something new to say soon."""
        if self.operation.etat in ("en_preparation", "en_cours"):
            return True
        courriels = self.courriels.get("a_envoyer", 0) + self.courriels.get("en_cours", 0)
        return self.operation.etat == "terminee" and bool(self.documents.get("a_produire") or courriels)


def lister(agent: AgentEnPoste, page: int = 1) -> tuple[Sequence[Operation], int]:
    """Return one page of the operations of an agent, the latest first, and how many pages there are."""
    ouverts = [code for code, une in GENRES.items() if agent.sante or not une.sante]
    siennes = and_(Operation.compte_id == agent.compte_id, Operation.genre.in_(ouverts))
    total = db.session.scalar(select(func.count(Operation.id)).where(siennes)) or 0
    demande = select(Operation).where(siennes).order_by(Operation.id.desc())
    lignes = db.session.scalars(demande.limit(PAR_PAGE).offset(PAR_PAGE * (page - 1))).all()
    return lignes, -(-total // PAR_PAGE)


def suivre(portail: Portail, agent: AgentEnPoste, operation: Operation) -> Suivi:
    """Return where an operation stands; while it is prepared, the mail that its first candidate will read."""
    lettre = _premiere_lettre(portail, operation) if operation.etat == "preparee" else None
    lancee = operation.lancee_le is not None
    return Suivi(
        operation=operation,
        description=GENRES[operation.genre],
        comptes=avancement.comptes(operation.id),
        documents=_documents(operation) if lancee else {},
        courriels=_courriels(operation) if lancee else {},
        lettre=lettre,
    )


def lignes_de(operation: Operation, etat: str, page: int) -> tuple[Sequence[LigneOperation], int]:
    """Return one page of the lines in one état ("" for all), and how many pages there are."""
    parmi = _parmi(operation, etat)
    total = db.session.scalar(select(func.count(LigneOperation.id)).where(parmi)) or 0
    demande = _avec_les_noms().where(parmi).order_by(LigneOperation.rang)
    lignes = db.session.scalars(demande.limit(PAR_PAGE).offset(PAR_PAGE * (page - 1))).all()
    return lignes, -(-total // PAR_PAGE)


def resultat(operation: Operation, etat: str = "") -> Iterator[Sequence[str]]:
    """Yield the result as rows of a table, its titles first: line or candidature, état, message."""
    yield ("N° de ligne", "N° candidature", "Candidat", "Résultat", "Détail", "Le")
    demande = _avec_les_noms().where(_parmi(operation, etat)).order_by(LigneOperation.rang)
    for ligne in db.session.scalars(demande.execution_options(yield_per=500)):
        candidature = ligne.candidature
        rangees = ligne.donnees.get("rangees", [])
        yield (
            str(ligne.rang) if ligne.etat == "refusee" else ", ".join(str(une["ligne"]) for une in rangees),
            numero_de(candidature) if candidature is not None else "",
            nom_de(candidature.candidat) if candidature is not None else "",
            ETATS_DES_LIGNES[ligne.etat],
            ligne.message or "",
            f"{ligne.faite_le:%d/%m/%Y %H:%M} UTC" if ligne.faite_le else "",
        )


def numero_de(candidature: Candidature) -> str:
    """« 20250000017-001 »."""
    return f"{candidature.candidat.numero or ''}-{candidature.numero_inscription or 0:03}"


def nom_de(candidat: Candidat) -> str:
    """« DURAND Élise Marie »."""
    return f"{candidat.nom_naissance} {candidat.prenoms}"


def _avec_les_noms() -> Select[LigneOperation]:
    avec = joinedload(LigneOperation.candidature).joinedload(Candidature.candidat)
    return select(LigneOperation).options(avec)


def _parmi(operation: Operation, etat: str) -> ColumnElement[bool]:
    condition = LigneOperation.operation_id == operation.id
    return and_(condition, LigneOperation.etat == etat) if etat else condition


def _premiere_lettre(portail: Portail, operation: Operation) -> Lettre | None:
    premiere = db.session.scalar(
        select(LigneOperation)
        .where(LigneOperation.operation_id == operation.id, LigneOperation.etat == "a_faire")
        .order_by(LigneOperation.rang)
        .limit(1)
    )
    if premiere is None:
        return None
    ordre = avancement.ordre_de(operation)
    try:
        sujet = avancement.sujet_de(portail, ordre, avancement.agent_du(portail, ordre), premiere)
    except (CandidatureIntrouvable, AgentParti):
        return None
    return GENRES[ordre.genre].genre.lettre(sujet)


def _documents(operation: Operation) -> Mapping[str, int]:
    demande = (
        select(Document.etat, func.count())
        .join(LigneOperation, LigneOperation.document_id == Document.id)
        .where(LigneOperation.operation_id == operation.id)
        .group_by(Document.etat)
    )
    return {etat: nombre for etat, nombre in db.session.execute(demande)}


def _courriels(operation: Operation) -> Mapping[str, int]:
    """Count the mails of an operation: its own, and those that its documents announce."""
    document = func.coalesce(cast(LigneOperation.document_id, String), "aucun")
    sien = or_(
        CourrielSortant.cle.contains(f":o{operation.id}:"),
        CourrielSortant.cle.like(literal("%:d") + document + literal(":%")),
    )
    demande = (
        select(CourrielSortant.etat, func.count())
        .join(LigneOperation, LigneOperation.candidature_id == CourrielSortant.candidature_id)
        .where(LigneOperation.operation_id == operation.id, LigneOperation.etat == "faite", sien)
        .group_by(CourrielSortant.etat)
    )
    return {etat: nombre for etat, nombre in db.session.execute(demande)}
