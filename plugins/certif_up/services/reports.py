"""The reports that wait for the union: ground, proof, where each would go. A centre never decides one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.certif_up.domain.numero import afficher
from plugins.certif_up.services.national import REPORT, reports_a_decider
from plugins.certif_up.services.union import FAMILLE, exiger_union
from plugins.certif_up.tables import Nuc
from portal.db import db
from portal.domain.typographie import francais
from portal.services.annuaire import montrer
from portal.services.candidature import Contexte, contexte_de
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste
from portal.services.piece_du_service import PieceDuService, pieces_de
from portal.services.portail import Portail
from portal.services.suite import annoncer
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.evenement import Evenement

PAR_PAGE = 10
DECISIONS = ("accorder_report", "refuser_report")


@dataclass(frozen=True, slots=True)
class Report:
    """One report to decide. `motif` names what asked for it, `annonce` says where it goes."""

    candidature: Candidature
    entree: Entree | None
    nuc: str
    epreuves: tuple[str, ...]
    centre: str
    demande_le: datetime | None
    motif: str
    precisions: tuple[str, ...]
    pieces: tuple[PieceDuService, ...]
    annonce: str


@dataclass(frozen=True, slots=True)
class Decide:
    """One report that was decided."""

    cle: str
    qui: str
    decision: str
    le: datetime
    motif: str


@dataclass(frozen=True, slots=True)
class PageReports:
    """One page of what waits, the oldest first, and the last decisions."""

    lignes: tuple[Report, ...]
    total: int
    page: int
    pages: int
    decides: tuple[Decide, ...]


def lister(portail: Portail, agent: AgentEnPoste, page: int = 1) -> PageReports:
    """Return one page of the reports to decide. Raises HorsUnion (404) for a centre, or anybody else."""
    exiger_union(portail, agent)
    total = reports_a_decider()
    pages = max(1, -(-total // PAR_PAGE))
    page = min(max(page, 1), pages)
    demande = (
        select(Candidature)
        .where(Candidature.etat == REPORT, Candidature.famille == FAMILLE)
        .options(joinedload(Candidature.candidat).joinedload(Candidat.compte))
        .order_by(Candidature.enregistree_le, Candidature.id)
    )
    lues = db.session.scalars(demande.limit(PAR_PAGE).offset((page - 1) * PAR_PAGE)).all()
    lignes = tuple(_report(portail, agent, une) for une in lues)
    return PageReports(lignes, total, page, pages, _decides(portail))


def _report(portail: Portail, agent: AgentEnPoste, candidature: Candidature) -> Report:
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    demande = _demande(candidature)
    centre = db.session.get(Centre, candidature.centre_id) if candidature.centre_id is not None else None
    nuc = db.session.scalar(select(Nuc.nuc).where(Nuc.candidat_id == candidature.candidat_id))
    return Report(
        candidature=candidature, entree=portail.modeles.entree(candidature.slug), nuc=afficher(nuc or ""),
        epreuves=tuple(candidature.comparables.get("epreuves", ())),
        centre=montrer(centre).situe if centre is not None else "",
        demande_le=demande.le if demande is not None else None,
        motif=_motif(contexte, demande), precisions=_precisions(demande),
        pieces=tuple(une for une in pieces_de(agent, contexte) if une.suivie.fichiers),
        annonce=francais(annoncer(portail, candidature, _ouvre(contexte))),
    )  # fmt: skip


def _demande(candidature: Candidature) -> Evenement | None:
    """Return the last event that asked for a report."""
    return db.session.scalar(
        select(Evenement)
        .where(Evenement.candidature_id == candidature.id, Evenement.vers == REPORT)
        .order_by(Evenement.id.desc())
        .limit(1)
    )


def _motif(contexte: Contexte, demande: Evenement | None) -> str:
    """Say the ground by the name of the transition that was taken: « Demander un report pour… »."""
    transition = contexte.modele.circuit.transitions.get(demande.nature if demande is not None else "")
    return transition.intitule if transition is not None else "Demande de report"


def _ouvre(contexte: Contexte) -> str | None:
    """Return what granting it opens, as the circuit says."""
    accorder = contexte.modele.circuit.transitions.get(DECISIONS[0])
    return accorder.ouvre if accorder is not None else None


def _precisions(demande: Evenement | None) -> tuple[str, ...]:
    reponses = demande.donnees.get("reponses", {}) if demande is not None else {}
    return tuple(str(valeur) for valeur in reponses.values() if isinstance(valeur, str) and valeur)


def _decides(portail: Portail) -> tuple[Decide, ...]:
    demande = (
        select(
            Candidature.cle, Candidature.slug, Candidat.nom_naissance, Candidat.prenoms, Evenement.nature,
            Evenement.le, Evenement.motif,
        )
        .join(Candidature, Candidature.id == Evenement.candidature_id)
        .join(Candidat, Candidat.id == Candidature.candidat_id)
        .where(Evenement.nature.in_(DECISIONS), Candidature.famille == FAMILLE)
        .order_by(Evenement.le.desc(), Evenement.id.desc())
        .limit(PAR_PAGE)
    )  # fmt: skip
    mots = {"accorder_report": "Accordé", "refuser_report": "Refusé"}
    return tuple(
        Decide(u.cle, f"{u.nom_naissance} {u.prenoms}", mots[u.nature], u.le, u.motif or "")
        for u in db.session.execute(demande)
    )
