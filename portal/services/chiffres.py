"""The figures of a périmètre: counted by the database, drafts by their stage and never by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from portal.db import db
from portal.domain.affichage import PARIS
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.modele import ModeleExamen
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste, couvre, visibles
from portal.services.portail import Portail
from portal.tables.candidature import Candidature, VersionCandidature

PIECES: Mapping[str, str] = {
    "conformes": "Conformes",
    "a_verifier": "À vérifier",
    "deposees": "Déposées, pas encore transmises",
    "non_conformes": "Non conformes",
    "manquantes": "Manquantes",
}


# Drafts by modèle, then by the tabs that were validated.
Brouillons = dict[str, Counter[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ParModele:
    """One modèle of the périmètre; `brouillons` is None where the agent does not see the whole modèle."""

    entree: Entree
    enregistrees: int
    brouillons: int | None
    pieces: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Chiffres:
    """What the page of figures draws. Days are those of `fuseau`.

    `etapes` are (code of a tab, intitulé, how many validated it), the first one being who began and the last
    one who recorded; empty when the modèles shown do not have the same tabs, or are not seen whole.
    `pieces` counts by the codes of PIECES. `modeles` are all those of the périmètre, `entree` the one shown.
    """

    fuseau: ZoneInfo
    entree: Entree | None
    enregistrees: int
    brouillons: int | None
    par_jour: Mapping[date, int]
    etapes: tuple[tuple[str, str, int], ...]
    pieces: Mapping[str, int]
    specialites: tuple[tuple[str, str, int], ...]
    etats: tuple[tuple[str, str, int], ...]
    modeles: tuple[ParModele, ...] = field(default=())

    @property
    def pieces_dues(self) -> int:
        return sum(self.pieces.values())


def chiffrer(portail: Portail, agent: AgentEnPoste, slug: str = "") -> Chiffres:
    """Return the figures of an agent, of one modèle when its slug is given.

    Raises CandidatureIntrouvable for a modèle of which the agent sees nothing.
    """
    brouillons = _brouillons()
    modeles = _modeles(portail, agent, brouillons)
    montres = [un for un in modeles if slug in ("", un.entree.slug)]
    if slug and not montres:
        raise CandidatureIntrouvable
    vues = visibles(portail, agent)
    filtre = [vues, Candidature.slug == slug] if slug else [vues]
    entree = montres[0].entree if slug else None
    fuseau = entree.fuseau if entree else PARIS
    entiers = [un.brouillons for un in montres if un.brouillons is not None]
    pieces: Counter[str] = Counter()
    for un in montres:
        pieces.update(un.pieces)
    return Chiffres(
        fuseau=fuseau, entree=entree, enregistrees=sum(un.enregistrees for un in montres),
        brouillons=sum(entiers) if entiers else None, par_jour=_par_jour(filtre, fuseau),
        etapes=_etapes(portail, montres, brouillons), pieces={code: pieces[code] for code in PIECES},
        specialites=_specialites(portail, filtre), etats=_etats(portail, filtre), modeles=modeles,
    )  # fmt: skip


def _modeles(portail: Portail, agent: AgentEnPoste, brouillons: Brouillons) -> tuple[ParModele, ...]:
    """Return the modèles that have candidatures to show, recorded or begun."""
    c = Candidature
    demande = select(
        c.slug, func.count(), func.sum(c.pieces_dues), func.sum(c.pieces_manquantes),
        func.sum(c.pieces_a_verifier), func.sum(c.pieces_non_conformes), func.sum(c.pieces_conformes),
    ).where(visibles(portail, agent))  # fmt: skip
    lignes = {ligne[0]: ligne for ligne in db.session.execute(demande.group_by(c.slug))}
    trouves = []
    for entree in portail.modeles.index():
        ligne = lignes.get(entree.slug)
        entier = couvre(portail, agent, entree.academie.code, entree.famille)
        commences = sum(brouillons.get(entree.slug, {}).values()) if entier else None
        if ligne is not None or commences:
            trouves.append(ParModele(entree, ligne[1] if ligne else 0, commences, _pieces(ligne)))
    return tuple(trouves)


def _pieces(ligne: Sequence[Any] | None) -> dict[str, int]:
    if ligne is None:
        return dict.fromkeys(PIECES, 0)
    dues, manquantes, a_verifier, non_conformes, conformes = (int(nombre or 0) for nombre in ligne[2:])
    deposees = max(0, dues - manquantes - a_verifier - non_conformes - conformes)
    return {
        "conformes": conformes,
        "a_verifier": a_verifier,
        "deposees": deposees,
        "non_conformes": non_conformes,
        "manquantes": manquantes,
    }


def _brouillons() -> Brouillons:
    """Count the drafts never recorded, by modèle and validated tabs. The caller checks the périmètre."""
    demande = (
        select(Candidature.slug, Candidature.validees, func.count())
        .where(Candidature.version == 0, Candidature.phase == "brouillon")
        .group_by(Candidature.slug, Candidature.validees)
    )
    comptes: Brouillons = {}
    for slug, validees, nombre in db.session.execute(demande):
        comptes.setdefault(slug, Counter())[tuple(validees)] += nombre
    return comptes


def _etapes(
    portail: Portail, montres: Sequence[ParModele], brouillons: Brouillons
) -> tuple[tuple[str, str, int], ...]:
    modeles = [portail.modeles.courant(un.entree.slug) for un in montres]
    onglets = {_onglets(modele) for modele in modeles if modele is not None}
    if len(onglets) != 1 or any(un.brouillons is None for un in montres):
        return ()
    validees: Counter[str] = Counter()
    for un in montres:
        for codes, nombre in brouillons.get(un.entree.slug, {}).items():
            validees.update(dict.fromkeys(codes, nombre))
    enregistrees = sum(un.enregistrees for un in montres)
    commencees = enregistrees + sum(un.brouillons or 0 for un in montres)
    return (
        ("", "Commencées", commencees),
        *((code, nom, enregistrees + validees[code]) for code, nom in next(iter(onglets))),
        ("enregistrees", "Enregistrées", enregistrees),
    )


def _onglets(modele: ModeleExamen) -> tuple[tuple[str, str], ...]:
    return tuple(
        (onglet.code, onglet.intitule) for onglet in modele.onglets if onglet.genre != "recapitulatif"
    )


def _par_jour(filtre: Sequence[ColumnElement[bool]], fuseau: ZoneInfo) -> dict[date, int]:
    """Count first recordings. By hour in the database, where no zone is known; then by day of the zone."""
    colonne = VersionCandidature.enregistree_le
    sur_postgresql = db.engine.dialect.name == "postgresql"
    heure = (
        func.to_char(func.timezone("UTC", colonne), "YYYY-MM-DD HH24")
        if sur_postgresql
        else func.strftime("%Y-%m-%d %H", colonne)
    )
    demande = (
        select(heure, func.count())
        .join(Candidature, Candidature.id == VersionCandidature.candidature_id)
        .where(VersionCandidature.numero == 1, *filtre)
        .group_by(heure)
    )
    jours: Counter[date] = Counter()
    for texte, nombre in db.session.execute(demande):
        instant = datetime.strptime(texte, "%Y-%m-%d %H").replace(tzinfo=UTC)
        jours[instant.astimezone(fuseau).date()] += nombre
    return dict(jours)


def _specialites(portail: Portail, filtre: Sequence[ColumnElement[bool]]) -> tuple[tuple[str, str, int], ...]:
    demande = (
        select(Candidature.slug, Candidature.specialite, func.count())
        .where(*filtre)
        .group_by(Candidature.slug, Candidature.specialite)
    )
    noms: dict[str, str] = {}
    comptes: Counter[str] = Counter()
    for slug, code, nombre in db.session.execute(demande):
        if code is None:
            continue
        entree = portail.modeles.entree(slug)
        noms[code] = dict(entree.specialites if entree else ()).get(code, code)
        comptes[code] += nombre
    return tuple((code, noms[code], nombre) for code, nombre in comptes.items())


def _etats(portail: Portail, filtre: Sequence[ColumnElement[bool]]) -> tuple[tuple[str, str, int], ...]:
    """Count by état, in the words of the modèles; one word of several modèles is one line."""
    demande = select(Candidature.slug, Candidature.etat, func.count()).where(*filtre)
    comptes: Counter[tuple[str, str]] = Counter()
    for slug, code, nombre in db.session.execute(demande.group_by(Candidature.slug, Candidature.etat)):
        modele = portail.modeles.courant(slug)
        etat = modele.circuit.etats.get(code) if modele else None
        comptes[code, etat.intitule if etat else code] += nombre
    return tuple((code, intitule, nombre) for (code, intitule), nombre in comptes.most_common())
