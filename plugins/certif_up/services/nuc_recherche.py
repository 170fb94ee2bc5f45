"""Finding somebody's NUC for them: the union among all, a centre among those who asked it (U-064…068)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from plugins.certif_up.domain import numero
from plugins.certif_up.services.union import FAMILLE, est_union
from plugins.certif_up.tables import Nuc
from portal.db import db
from portal.domain.date_saisie import lire_date
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte

AU_PLUS = 50
APRES_TOUT = "\U0010ffff"  # what begins with « DUR » is before « DUR » + it


class PersonneIntrouvable(Refus):
    """There is no such person, or not for this agent."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce candidat n'existe pas, ou vous n'y avez pas accès.")


@dataclass(frozen=True, slots=True)
class Criteres:
    """What is looked for; `nuc` alone is enough, and so is any other one. `fautes` are by field."""

    nuc: str = ""
    nom: str = ""
    prenom: str = ""
    naissance_le: date | None = None
    fautes: tuple[tuple[str, str], ...] = ()

    @property
    def vides(self) -> bool:
        return not (self.nuc or self.nom or self.prenom or self.naissance_le)


@dataclass(frozen=True, slots=True)
class Trouve:
    """One person, as a list shows them. `cle` is that of their NUC, `autres` the NUC that lead to it."""

    cle: str
    nuc: str
    candidat: Candidat
    courriel: str
    derniere_session: str | None
    autres: tuple[str, ...] = ()


def lire_criteres(nuc: str = "", nom: str = "", prenom: str = "", naissance_le: str = "") -> Criteres:
    """Read what was typed in the form of a search; what is wrong is in `fautes`, nothing is raised."""
    fautes, jour, lu = [], None, ""
    if nuc.strip():
        lu = numero.lire(nuc) or ""
        if not lu:
            fautes.append(("nuc", francais(numero.faute(nuc) or "")))
    if naissance_le.strip():
        try:
            jour = lire_date(naissance_le)
        except SaisieInvalide as refus:
            fautes.append(("naissance_le", francais(refus.message)))
    return Criteres(lu, sans_accents(nom[:100]), sans_accents(prenom[:100]), jour, tuple(fautes))


def chercher(portail: Portail, agent: AgentEnPoste, criteres: Criteres) -> tuple[Trouve, ...]:
    """Return at most AU_PLUS persons, by name: of all of them for the union, of its own for a centre.

    A centre sees who has, or had, a recorded request there. Accents, capitals and hyphens do not count.
    """
    if criteres.vides or criteres.fautes:
        return ()
    demande = _base().where(permis(portail, agent), *_conditions(criteres))
    lignes = db.session.execute(demande.order_by(Candidat.recherche, Candidat.id).limit(AU_PLUS)).all()
    return _trouves(lignes)


def personne(portail: Portail, agent: AgentEnPoste, cle: str) -> Trouve:
    """Return the person of the clé of a NUC, replaced or not. Raises PersonneIntrouvable."""
    un = aliased(Nuc)
    vise = select(func.coalesce(un.remplace_par, un.id)).where(un.cle == cle).scalar_subquery()
    lignes = db.session.execute(_base().where(permis(portail, agent), Nuc.id == vise)).all()
    trouves = _trouves(lignes)
    if not trouves:
        raise PersonneIntrouvable
    return trouves[0]


def demandes(portail: Portail, agent: AgentEnPoste, candidat_id: int) -> tuple[Candidature, ...]:
    """Return the recorded Certif-UP requests of a person that an agent sees, the last one first."""
    leurs = select(Candidature).where(
        Candidature.candidat_id == candidat_id, Candidature.famille == FAMILLE, visibles(portail, agent)
    )
    return tuple(db.session.scalars(leurs.order_by(Candidature.id.desc()).limit(AU_PLUS)))


def permis(portail: Portail, agent: AgentEnPoste) -> ColumnElement[bool]:
    """Return the condition on Candidat that every search carries."""
    if est_union(portail, agent):
        return true()
    if not agent.centres:
        return false()
    chez_lui = (Candidature.famille == FAMILLE, Candidature.centre_id.in_(agent.centres))
    return exists().where(
        Candidature.candidat_id == Candidat.id, *chez_lui, Candidature.enregistree_le.is_not(None)
    )


def _base() -> Select[Nuc, Candidat, str]:
    return (
        select(Nuc, Candidat, Compte.courriel)
        .join(Candidat, Candidat.id == Nuc.candidat_id)
        .join(Compte, Compte.id == Candidat.compte_id)
        .where(Nuc.remplace_par.is_(None))
    )


def _conditions(criteres: Criteres) -> list[ColumnElement[bool]]:
    dites: list[ColumnElement[bool]] = []
    if criteres.nuc:
        dites.append(or_(Nuc.nuc == criteres.nuc, Nuc.id.in_(_menant_a(criteres.nuc))))
    if criteres.nom:
        dites += [Candidat.recherche >= criteres.nom, Candidat.recherche < criteres.nom + APRES_TOUT]
    if criteres.prenom:
        dites.append(Candidat.recherche.contains(f" {criteres.prenom}", autoescape=True))
    if criteres.naissance_le is not None:
        dites.append(Candidat.naissance_le == criteres.naissance_le)
    return dites


def _menant_a(nuc: str) -> Select[int | None]:
    un = aliased(Nuc)
    return select(un.remplace_par).where(un.nuc == nuc, un.remplace_par.is_not(None))


def _trouves(lignes: Sequence[Row[Nuc, Candidat, str]]) -> tuple[Trouve, ...]:
    ids = [nuc.id for nuc, _, _ in lignes]
    autres: dict[int | None, list[str]] = {}
    for nuc, garde in db.session.execute(select(Nuc.nuc, Nuc.remplace_par).where(Nuc.remplace_par.in_(ids))):
        autres.setdefault(garde, []).append(numero.afficher(nuc))
    return tuple(
        Trouve(
            nuc.cle, numero.afficher(nuc.nuc), candidat, courriel, nuc.derniere_session,
            tuple(sorted(autres.get(nuc.id, []))),
        )
        for nuc, candidat, courriel in lignes
    )  # fmt: skip
