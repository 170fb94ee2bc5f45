"""The sessions of Certif-UP: their dates, their épreuves, and the centres that organise each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from plugins.certif_up.services.union import FAMILLE
from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.feuille import ecrire_feuille
from portal.domain.modele import ModeleExamen
from portal.domain.texte_saisi import sans_accents
from portal.services.modeles import Entree
from portal.services.offre import epreuves_de
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre, OffreCentre

PAR_PAGE = 50


@dataclass(frozen=True, slots=True)
class Epreuve:
    """One épreuve of a session: when it is sat, and what all its centres offer together."""

    code: str
    intitule: str
    le: datetime | date | None
    centres: int = 0
    places: int = 0
    prises: int = 0


@dataclass(frozen=True, slots=True)
class UneSession:
    """One session. `etat`: « ouverte », « a_venir » or « fermee »; `phases` counts its requests."""

    entree: Entree
    etat: str
    epreuves: tuple[Epreuve, ...]
    phases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CentreDeSession:
    """One centre in a session: (places, taken) by épreuve, its requests by phase."""

    code: str
    intitule: str
    commune: str
    departement: str
    offres: Mapping[str, tuple[int, int]]
    phases: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PageDeSession:
    """One page of the centres of a session, by town."""

    lignes: tuple[CentreDeSession, ...]
    total: int
    page: int
    pages: int


def lister(portail: Portail) -> tuple[UneSession, ...]:
    """Return every session, the one whose inscriptions open last first."""
    siennes = [une for une in portail.modeles.index() if une.famille == FAMILLE]
    return tuple(_une(portail, une) for une in sorted(siennes, key=lambda u: u.ouverture, reverse=True))


def lire(portail: Portail, slug: str) -> UneSession:
    """Return one session. Raises CandidatureIntrouvable."""
    entree = portail.modeles.entree(slug)
    if entree is None or entree.famille != FAMILLE:
        raise CandidatureIntrouvable
    return _une(portail, entree)


def page_de(portail: Portail, slug: str, page: int = 1) -> PageDeSession:
    """Return one page of the centres that offer something, or host somebody, in a session."""
    toutes = centres_de(slug)
    pages = max(1, -(-len(toutes) // PAR_PAGE))
    page = min(max(page, 1), pages)
    return PageDeSession(toutes[(page - 1) * PAR_PAGE : page * PAR_PAGE], len(toutes), page, pages)


def exporter(portail: Portail, slug: str) -> bytes:
    """Return the same centres as a CSV file for a spreadsheet. Raises CandidatureIntrouvable."""
    epreuves = [une.code for une in lire(portail, slug).epreuves]
    titres = ["Code", "Centre", "Ville", "Département"]
    titres += [f"{code} {mot}" for code in epreuves for mot in ("places", "prises", "libres")]
    return ecrire_feuille(
        [[*titres, "Demandes en cours", "Inscriptions définitives"], *_rangees(slug, epreuves)]
    )


def centres_de(slug: str) -> tuple[CentreDeSession, ...]:
    """Return all the centres of a session, by town: three queries, whatever their number."""
    offres: dict[int, dict[str, tuple[int, int]]] = {}
    demande = select(
        OffreCentre.centre_id, OffreCentre.epreuve, OffreCentre.places, OffreCentre.prises
    ).where(OffreCentre.slug == slug, OffreCentre.ouverte | (OffreCentre.prises > 0))
    for centre, epreuve, places, prises in db.session.execute(demande):
        offres.setdefault(centre, {})[epreuve] = (places, prises)
    phases = _phases_par_centre(slug)
    colonnes = (Centre.id, Centre.code, Centre.intitule, Centre.commune, Centre.departement)
    lus = db.session.execute(select(*colonnes).where(Centre.famille == FAMILLE))
    vus = (
        CentreDeSession(
            u.code, u.intitule, u.commune, u.departement, offres.get(u.id, {}), phases.get(u.id, {})
        )
        for u in lus
        if u.id in offres or u.id in phases
    )
    return tuple(sorted(vus, key=lambda un: (sans_accents(un.commune), sans_accents(un.intitule), un.code)))


def _une(portail: Portail, entree: Entree) -> UneSession:
    modele, maintenant = portail.modeles.courant(entree.slug), portail.horloge.maintenant()
    etat = (
        "a_venir"
        if maintenant < entree.ouverture
        else "ouverte"
        if maintenant < entree.fermeture
        else "fermee"
    )
    sommes = _sommes(entree.slug)
    epreuves = tuple(
        Epreuve(code, intitule, _jour(modele, code), *sommes.get(code, (0, 0, 0)))
        for code, intitule in (epreuves_de(modele) if modele is not None else ())
        if modele is not None
    )
    return UneSession(entree, etat, epreuves, _phases(entree.slug))


def _jour(modele: ModeleExamen, epreuve: str) -> datetime | date | None:
    """The family gives each épreuve a jalon of its own: `jour_e1`."""
    jalon = modele.calendrier.jalons.get(f"jour_{epreuve.lower()}")
    return jalon.quand if jalon is not None else None


def _sommes(slug: str) -> dict[str, tuple[int, int, int]]:
    o = OffreCentre
    demande = (
        select(o.epreuve, func.count(), func.sum(o.places), func.sum(o.prises))
        .where(o.slug == slug, o.ouverte)
        .group_by(o.epreuve)
    )
    return {
        e: (nombre, int(places), int(prises)) for e, nombre, places, prises in db.session.execute(demande)
    }


def _phases(slug: str) -> dict[str, int]:
    c = Candidature
    demande = select(c.phase, func.count()).where(c.slug == slug, c.version > 0).group_by(c.phase)
    return {phase: nombre for phase, nombre in db.session.execute(demande)}


def _phases_par_centre(slug: str) -> dict[int, dict[str, int]]:
    c = Candidature
    demande = (
        select(c.centre_id, c.phase, func.count())
        .where(c.slug == slug, c.centre_id.is_not(None), c.phase.in_(("deposee", "inscrite")))
        .group_by(c.centre_id, c.phase)
    )
    trouvees: dict[int, dict[str, int]] = {}
    for centre, phase, nombre in db.session.execute(demande):
        if centre is not None:
            trouvees.setdefault(centre, {})[phase] = nombre
    return trouvees


def _rangees(slug: str, epreuves: list[str]) -> list[list[object]]:
    rangees = []
    for un in centres_de(slug):
        ligne: list[object] = [un.code, un.intitule, un.commune, un.departement]
        for code in epreuves:
            places, prises = un.offres.get(code, (None, None))
            libres = None if places is None or prises is None else places - prises
            ligne += [places, prises, libres]
        rangees.append([*ligne, un.phases.get("deposee", 0), un.phases.get("inscrite", 0)])
    return rangees
