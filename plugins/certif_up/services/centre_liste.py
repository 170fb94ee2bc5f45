"""The requests of a centre, what is most urgent first: fifty at a time, each read from its row alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, literal, select, tuple_

from plugins.certif_up.services.centre_nuc import candidats_du_nuc, nucs_de
from plugins.certif_up.services.union import FAMILLE
from portal.db import db
from portal.domain.curseur import Curseur, CurseurInvalide
from portal.domain.filtre import Filtre
from portal.services.liste import conditions
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.paiement import Paiement

PAR_PAGE = 50
A_PREVALIDER, A_ENCAISSER, A_VALIDER = "soumise", "prevalidee", "reglee"
BIENTOT = timedelta(hours=24)
TONS = {
    A_PREVALIDER: "bleu", A_ENCAISSER: "ambre", A_VALIDER: "bleu", "inscrite": "vert",
    "report_demande": "ambre", "reportee": "gris", "refusee": "rouge", "expiree": "rouge",
}  # fmt: skip
Lieu = tuple[int, datetime, int]


@dataclass(frozen=True, slots=True)
class Criteres:
    """What narrows the list. `filtre` holds the search, the session and the état; `centre` is an id."""

    filtre: Filtre
    epreuve: str = ""
    centre: int | None = None


@dataclass(frozen=True, slots=True)
class Demande:
    """One row. `echeance_le`: when its place is given back for want of a payment; `partielle`: some came."""

    cle: str
    nom: str
    prenoms: str
    nuc: str
    seance: str
    centre: str
    epreuves: tuple[str, ...]
    etat: str
    etat_dit: str
    ton: str
    recue_le: datetime
    echeance_le: datetime | None
    partielle: bool
    fuseau: Any


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, how many there are in all, and where the pages around begin, "" where there is none."""

    lignes: tuple[Demande, ...]
    total: int
    precedente: str = ""
    suivante: str = ""


def lire_page(
    portail: Portail, agent: AgentEnPoste, criteres: Criteres, apres: str = "", avant: str = ""
) -> Page:
    """Return the page after, or before, a place of the list; the first one without any.

    Raises CurseurInvalide.
    """
    dits, rebours = _conditions(portail, agent, criteres), bool(avant and not apres)
    lieu = _lire_lieu(apres or avant) if apres or avant else None
    lues = _lignes(portail, dits, PAR_PAGE + 1, lieu, rebours)
    if rebours and len(lues) <= PAR_PAGE:
        return lire_page(portail, agent, criteres)
    reste, lues = len(lues) > PAR_PAGE, lues[:PAR_PAGE]
    if rebours:
        lues = lues[::-1]
    total = db.session.scalar(select(func.count(Candidature.id)).where(*dits)) or 0
    return Page(
        lignes=_vues(portail, lues),
        total=total,
        precedente=_ecrire_lieu(lues[0]) if lues and (lieu is not None or rebours) else "",
        suivante=_ecrire_lieu(lues[-1]) if lues and (reste or rebours) else "",
    )


def premieres(
    portail: Portail, agent: AgentEnPoste, etat: str, nombre: int, centre: int | None = None
) -> tuple[Demande, ...]:
    """Return the most urgent requests in one état."""
    dits = _conditions(portail, agent, Criteres(Filtre(etat=etat), centre=centre))
    return _vues(portail, _lignes(portail, dits, nombre, None, False))


def compter(portail: Portail, agent: AgentEnPoste, centre: int | None = None) -> dict[str, int]:
    """Return how many requests there are in each état."""
    dits = _conditions(portail, agent, Criteres(Filtre(), centre=centre))
    demande = select(Candidature.etat, func.count()).where(*dits).group_by(Candidature.etat)
    return {etat: nombre for etat, nombre in db.session.execute(demande)}


def nommer(portail: Portail, agent: AgentEnPoste, cles: Sequence[str]) -> dict[str, Demande]:
    """Return some requests of the périmètre by their clé."""
    dits = (*_conditions(portail, agent, Criteres(Filtre())), Candidature.cle.in_(cles))
    return {une.cle: une for une in _vues(portail, _lignes(portail, dits, len(cles), None, False))}


def _conditions(portail: Portail, agent: AgentEnPoste, criteres: Criteres) -> tuple[ColumnElement[bool], ...]:
    dits: list[ColumnElement[bool]] = [visibles(portail, agent), Candidature.famille == FAMILLE]
    filtre, trouves = criteres.filtre, candidats_du_nuc(criteres.filtre.q)
    if trouves:
        dits.append(Candidature.candidat_id.in_(trouves))
        filtre = filtre.sans("q")
    dits += conditions(filtre)
    if criteres.centre is not None:
        dits.append(Candidature.centre_id == criteres.centre)
    if criteres.epreuve:
        epreuves = Candidature.comparables["epreuves"].as_string()
        dits.append(epreuves.contains(f'"{criteres.epreuve}"', autoescape=True))
    return tuple(dits)


def _ordre(maintenant: datetime) -> tuple[ColumnElement[int], ColumnElement[datetime]]:
    """A payment that is about to be late, then requests that wait for the centre, then for the candidate."""
    etat, attendu = Candidature.etat, Candidature.etat == A_ENCAISSER
    bientot = and_(attendu, ~_partielle(), Candidature.echeance_le < maintenant + BIENTOT)
    rang = case((bientot, 0), (etat == A_PREVALIDER, 1), (etat == A_VALIDER, 2), (attendu, 3), else_=4)
    echeance = func.coalesce(Candidature.echeance_le, Candidature.enregistree_le)
    return rang, case((attendu, echeance), else_=Candidature.enregistree_le)


def _partielle() -> ColumnElement[bool]:
    """Some of it is paid: the place is kept."""
    return exists().where(Paiement.candidature_id == Candidature.id, Paiement.annule_le.is_(None))


def _lignes(
    portail: Portail, dits: Sequence[ColumnElement[bool]], nombre: int, lieu: Lieu | None, rebours: bool
) -> list[Row[Any]]:
    rang, date = _ordre(portail.horloge.maintenant())
    cles = (rang, date, Candidature.id)
    demande = (
        select(
            Candidature.id, Candidature.cle, Candidature.slug, Candidature.etat, Candidature.comparables,
            Candidature.enregistree_le, Candidature.echeance_le, Candidature.session_examen,
            Candidat.id.label("candidat_id"), Candidat.nom_naissance, Candidat.prenoms,
            Centre.intitule, rang.label("rang"), date.label("date"),
            _partielle().label("partielle"),
        )
        .join(Candidat, Candidat.id == Candidature.candidat_id)
        .outerjoin(Centre, Centre.id == Candidature.centre_id)
        .where(*dits)
        .order_by(*(cle.desc() if rebours else cle for cle in cles))
        .limit(nombre)
    )  # fmt: skip
    if lieu is not None:
        ici = tuple_(literal(lieu[0]), literal(lieu[1], date.type), literal(lieu[2]))
        demande = demande.where(tuple_(*cles) < ici if rebours else tuple_(*cles) > ici)
    return list(db.session.execute(demande))


def _vues(portail: Portail, lignes: Sequence[Row[Any]]) -> tuple[Demande, ...]:
    nucs = nucs_de(ligne.candidat_id for ligne in lignes)
    return tuple(_vue(portail, ligne, nucs.get(ligne.candidat_id, "")) for ligne in lignes)


def _vue(portail: Portail, ligne: Row[Any], nuc: str) -> Demande:
    entree = portail.modeles.entree(ligne.slug)
    return Demande(
        cle=ligne.cle, nom=ligne.nom_naissance, prenoms=ligne.prenoms,
        nuc=nuc, seance=ligne.session_examen,
        centre=ligne.intitule or "", epreuves=tuple(ligne.comparables.get("epreuves", ())), etat=ligne.etat,
        etat_dit=dict(entree.etats if entree else ()).get(ligne.etat, ligne.etat),
        ton=TONS.get(ligne.etat, "gris"), recue_le=ligne.enregistree_le,
        echeance_le=ligne.echeance_le if ligne.etat == A_ENCAISSER and not ligne.partielle else None,
        partielle=ligne.etat == A_ENCAISSER and ligne.partielle,
        fuseau=entree.fuseau if entree else "Europe/Paris",
    )  # fmt: skip


def _ecrire_lieu(ligne: Row[Any]) -> str:
    return Curseur(f"{ligne.rang}|{ligne.date.isoformat()}", ligne.id).ecrire()


def _lire_lieu(texte: str) -> Lieu:
    curseur = Curseur.lire(texte, par_nom=True)
    rang, _, date = str(curseur.cle).partition("|")
    try:
        instant = datetime.fromisoformat(date)
        lieu = int(rang[:2]), instant, curseur.id
    except ValueError as illisible:
        raise CurseurInvalide from illisible
    if instant.tzinfo is None:
        raise CurseurInvalide
    return lieu
