"""The candidatures that a centre hosts or is asked to host: counted in the words of their modèles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.db import db
from portal.services.portail import Portail
from portal.tables.candidature import Candidature

EN_COURS, INSCRITE = "deposee", "inscrite"


@dataclass(frozen=True, slots=True)
class Demandes:
    """The candidatures of one centre that are not over, by état: (code, intitulé, how many)."""

    en_cours: tuple[tuple[str, str, int], ...] = ()
    inscrites: tuple[tuple[str, str, int], ...] = ()

    @property
    def nombre(self) -> int:
        return sum(nombre for _, _, nombre in self.en_cours)

    @property
    def definitives(self) -> int:
        return sum(nombre for _, _, nombre in self.inscrites)


def demandes_de(portail: Portail, centre_id: int) -> Demandes:
    """Count the candidatures of a centre that are not over, in the words of their modèles."""
    demande = (
        select(Candidature.slug, Candidature.phase, Candidature.etat, func.count())
        .where(Candidature.centre_id == centre_id, Candidature.phase.in_((EN_COURS, INSCRITE)))
        .group_by(Candidature.slug, Candidature.phase, Candidature.etat)
    )
    comptes: Counter[tuple[str, str, str]] = Counter()
    for slug, phase, etat, nombre in db.session.execute(demande):
        entree = portail.modeles.entree(slug)
        comptes[phase, etat, dict(entree.etats if entree else ()).get(etat, etat)] += nombre
    return Demandes(_en_mots(comptes, EN_COURS), _en_mots(comptes, INSCRITE))


def en_cours_par_centre(portail: Portail, famille: str) -> dict[int, int]:
    """Count the requests under way by centre of a family; they are found by session and phase."""
    slugs = [une.slug for une in portail.modeles.index() if une.famille == famille]
    demande = (
        select(Candidature.centre_id, func.count())
        .where(Candidature.slug.in_(slugs), Candidature.phase == EN_COURS, Candidature.centre_id.is_not(None))
        .group_by(Candidature.centre_id)
    )
    return {centre: nombre for centre, nombre in db.session.execute(demande) if centre is not None}


def _en_mots(comptes: Mapping[tuple[str, str, str], int], phase: str) -> tuple[tuple[str, str, int], ...]:
    siens: Iterable[tuple[tuple[str, str, str], int]] = (un for un in comptes.items() if un[0][0] == phase)
    return tuple((etat, mot, nombre) for (_, etat, mot), nombre in siens)
