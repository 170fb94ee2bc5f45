"""The modèles of which an agent may see candidatures, and what their candidatures may be narrowed by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste, specialites_vues
from portal.services.portail import Portail
from portal.tables.centre import Centre

CENTRES_AU_PLUS = 500  # of which a field of search offers the list
Choix = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChoixDeListe:
    """What the filters of the list offer: (code, intitulé), each code once, in the order of intitulés."""

    modeles: Choix
    etats: Choix
    specialites: Choix
    categories: Choix
    familles: Choix = ()
    centres: Choix = ()


def modeles_de(portail: Portail, agent: AgentEnPoste) -> tuple[Entree, ...]:
    """Return the current modèles that a portion of the périmètre touches, the latest session first."""
    vus = (
        entree
        for entree in portail.modeles.index()
        if any(
            portion.academie in (None, entree.academie.code) and portion.famille in (None, entree.famille)
            for portion in agent.portions
        )
    )
    return tuple(sorted(vus, key=lambda un: (-un.annee, un.intitule, un.academie.nom)))


def choix_de_liste(portail: Portail, agent: AgentEnPoste, slug: str = "") -> ChoixDeListe:
    """Return what the list may be narrowed by; `slug` keeps to what one modèle knows."""
    modeles = modeles_de(portail, agent)
    lus = [une for une in modeles if une.slug == slug] or modeles
    vues = specialites_vues(portail, agent)
    return ChoixDeListe(
        modeles=tuple((une.slug, nommer(une)) for une in modeles),
        etats=_sans_brouillon(une.etats for une in lus),
        specialites=_ranger(
            (code, intitule)
            for une in lus
            for code, intitule in une.specialites
            if vues is None or code in vues
        ),
        categories=_ranger(un for une in lus for un in une.categories),
        familles=_familles(modeles),
        centres=_centres({une.famille for une in lus}),
    )


def _familles(modeles: Iterable[Entree]) -> Choix:
    """Name each family by its only exam, else by its domaine."""
    noms: dict[str, set[str]] = {}
    domaines: dict[str, str] = {}
    for une in modeles:
        noms.setdefault(une.famille, set()).add(une.intitule)
        domaines[une.famille] = une.domaine
    return _ranger((f, next(iter(uns)) if len(uns) == 1 else domaines[f]) for f, uns in noms.items())


def _centres(familles: Collection[str]) -> Choix:
    """Return (code, « name (town) ») of the centres of some families, none at all when they are too many."""
    demande = select(Centre.code, Centre.intitule, Centre.commune).where(Centre.famille.in_(familles))
    lus = db.session.execute(demande.limit(CENTRES_AU_PLUS + 1)).all()
    if len(lus) > CENTRES_AU_PLUS:
        return ()
    return _ranger((code, f"{intitule} ({commune})") for code, intitule, commune in lus)


def nommer(entree: Entree) -> str:
    """« CAP – Poitiers – 2025 »."""
    return f"{entree.intitule} – {entree.academie.nom} – {entree.session_examen}"


def _sans_brouillon(etats: Iterable[Iterable[tuple[str, str]]]) -> Choix:
    """Keep the order of the circuit; staff never see a draft."""
    uniques: Mapping[str, str] = {code: intitule for liste in etats for code, intitule in liste}
    return tuple((code, intitule) for code, intitule in uniques.items() if code != "brouillon")


def _ranger(paires: Iterable[tuple[str, str]]) -> Choix:
    return tuple(sorted(dict(paires).items(), key=lambda paire: paire[1].casefold()))
