"""Definitive registrations as the union sends them: those with an incomplete identity first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select

from plugins.certif_up.domain.caisse import COLONNES, FRANCE, SEXES, manques
from plugins.certif_up.services.union import FAMILLE, exiger_union
from plugins.certif_up.tables import Nuc
from portal.db import db
from portal.domain.champs.telephone import formater_telephone
from portal.domain.numero import numero_inscription
from portal.services import tableau
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.compte import Compte
from portal.tables.evenement import Evenement

TACHE = "certif_up.definitives"
PAQUET = 500
MONTREES = 50
INCOMPLETE = or_(
    Nuc.nuc.is_(None),
    func.coalesce(Candidat.naissance_commune, "") == "",
    and_(
        Candidat.naissance_pays == FRANCE,
        or_(Candidat.naissance_departement.is_(None), Candidat.naissance_commune_code.is_(None)),
    ),
)


@dataclass(frozen=True, slots=True)
class ACorriger:
    """One registration that cannot be sent as it is."""

    cle: str
    nom: str
    session: str
    manques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apercu:
    """What the page shows before a file is asked for: MONTREES of those to correct, at most."""

    total: int
    incompletes: int
    a_corriger: tuple[ACorriger, ...]


def apercevoir(portail: Portail, agent: AgentEnPoste, slug: str = "") -> Apercu:
    """Return how many definitive registrations there are, and those to correct. Raises HorsUnion."""
    exiger_union(portail, agent)
    ici = _ici(portail, agent, slug)
    fausses = _lire(portail, _lignes([*ici, INCOMPLETE], 0, MONTREES))
    return Apercu(
        _compter(ici),
        _compter([*ici, INCOMPLETE]),
        tuple(
            ACorriger(u.cle, f"{u.nom_naissance} {u.prenoms}", u.session_examen, _manques(u)) for u in fausses
        ),
    )


def demander(portail: Portail, agent: AgentEnPoste, slug: str, format_: str) -> None:
    """Ask for the file: written at once, or by the worker. Raises HorsUnion, ExportImpossible."""
    exiger_union(portail, agent)
    total = _compter(_ici(portail, agent, slug))
    nom = f"certif-up-inscriptions-{slug.rpartition('/')[2] or 'toutes'}"
    operation = tableau.demander(portail, agent, TACHE, {"slug": slug, "nom": nom}, format_, total)
    if total <= tableau.TOUT_DE_SUITE:
        travail(portail, {"operation_id": operation})


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Write one file: a job of kind TACHE. Doing it twice changes nothing."""
    operation_id = int(charge["operation_id"])
    demande = tableau.a_ecrire(portail, operation_id)
    if demande is not None:
        agent, parametres = demande
        rangees = lire_rangees(portail, agent, str(parametres["slug"]))
        tableau.ecrire(portail, operation_id, COLONNES, rangees)


def lire_rangees(portail: Portail, agent: AgentEnPoste, slug: str) -> Iterator[Sequence[str | None]]:
    """Yield the rows, incomplete ones first, a few hundred at a time, with the rights of now."""
    ici = _ici(portail, agent, slug)
    for condition in (INCOMPLETE, not_(INCOMPLETE)):
        apres = 0
        while lues := _lire(portail, _lignes([*ici, condition], apres, PAQUET)):
            dates = _dates([une.id for une in lues])
            yield from (_rangee(portail, une, dates.get(une.id)) for une in lues)
            apres = lues[-1].id


def _ici(portail: Portail, agent: AgentEnPoste, slug: str) -> list[ColumnElement[bool]]:
    ici = [visibles(portail, agent), Candidature.famille == FAMILLE, Candidature.phase == "inscrite"]
    return [*ici, Candidature.slug == slug] if slug else ici


def _compter(ici: Sequence[ColumnElement[bool]]) -> int:
    demande = (
        select(func.count(Candidature.id))
        .join(Candidat, Candidat.id == Candidature.candidat_id)
        .outerjoin(Nuc, Nuc.candidat_id == Candidat.id)
        .where(*ici)
    )
    return db.session.scalar(demande) or 0


def _lignes(ici: Sequence[ColumnElement[bool]], apres: int, combien: int) -> Select[Any]:
    c, q = Candidature, Candidat
    return (
        select(
            c.id, c.cle, c.slug, c.session_examen, c.numero_inscription, c.reponses, c.comparables,
            q.civilite, q.nom_naissance, q.nom_usage, q.prenoms, q.naissance_le, q.naissance_pays,
            q.naissance_departement, q.naissance_commune, q.naissance_commune_code, Compte.courriel, Nuc.nuc,
            Centre.code.label("centre_code"), Centre.intitule.label("centre"), Centre.commune.label("ville"),
        )
        .join(q, q.id == c.candidat_id)
        .join(Compte, Compte.id == q.compte_id)
        .outerjoin(Nuc, Nuc.candidat_id == q.id)
        .outerjoin(Centre, Centre.id == c.centre_id)
        .where(c.id > apres, *ici)
        .order_by(c.id)
        .limit(combien)
    )  # fmt: skip


def _lire(portail: Portail, demande: Select[Any]) -> Sequence[Row[Any]]:
    lues = db.session.execute(demande).all()
    db.session.rollback()  # a long file holds no transaction
    return lues


def _dates(ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each became definitive, the last time it did."""
    demande = (
        select(Evenement.candidature_id, func.max(Evenement.le))
        .where(Evenement.candidature_id.in_(ids), Evenement.nature == "inscrire")
        .group_by(Evenement.candidature_id)
    )
    return {identifiant: le for identifiant, le in db.session.execute(demande) if identifiant is not None}


def _manques(une: Row[Any]) -> tuple[str, ...]:
    return manques(
        une.nuc,
        une.naissance_pays,
        une.naissance_departement,
        une.naissance_commune,
        une.naissance_commune_code,
    )


def _rangee(portail: Portail, une: Row[Any], inscrite_le: datetime | None) -> list[str | None]:
    entree, modele = portail.modeles.entree(une.slug), portail.modeles.courant(une.slug)
    epreuves = list(une.comparables.get("epreuves", ()))
    unites = {e.code: e.unite for e in (modele.specialites[""].parcourir() if modele else ()) if e.unite}
    pays = portail.referentiel.un_pays(une.naissance_pays)
    jour = inscrite_le.astimezone(entree.fuseau).date().isoformat() if inscrite_le and entree else None
    return [
        ", ".join(_manques(une)), une.nuc, une.nom_naissance,
        une.nom_usage, une.prenoms, SEXES.get(une.civilite), une.naissance_le.isoformat(), une.naissance_pays,
        pays.nom if pays is not None else None, une.naissance_departement, une.naissance_commune_code,
        une.naissance_commune, *_adresse(une.reponses or {}), une.courriel, _telephone(une.reponses or {}),
        entree.intitule if entree is not None else une.slug, ", ".join(epreuves),
        ", ".join(unites[code] for code in epreuves if code in unites), une.session_examen,
        numero_inscription(une.numero_inscription or 0), jour, une.centre_code,
        f"{une.centre} ({une.ville})" if une.centre else None,
    ]  # fmt: skip


def _adresse(reponses: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return street, postal code, town and country of the address that was given."""
    rue = ", ".join(str(reponses[f"adresse_{n}"]) for n in range(1, 5) if reponses.get(f"adresse_{n}"))
    pays = str(reponses.get("domicile_pays") or "")
    if pays == FRANCE:
        lieu = reponses.get("domicile") or {}
        return rue, str(lieu.get("code_postal", "")), str(lieu.get("nom", "")), pays
    code_postal = str(reponses.get("code_postal_etranger") or "")
    return rue, code_postal, str(reponses.get("localite_etrangere") or ""), pays


def _telephone(reponses: Mapping[str, Any]) -> str:
    numero_dit = reponses.get("telephone")
    return formater_telephone(numero_dit) if isinstance(numero_dit, str) and numero_dit else ""
