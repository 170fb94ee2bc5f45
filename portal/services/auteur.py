"""What authors see of their modèles: versions in service, and files that could not be published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select

from portal.db import db
from portal.domain.typographie import francais
from portal.services.modeles import Entree
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.modele import SourceModele, VersionModele

PAR_PAGE = 20
EtatPublic = Literal["a_venir", "ouvert", "ferme"]
_DIAGNOSTIC = re.compile(r"(?P<fichier>[^:]+):(?P<ligne>\d+):(?P<colonne>\d+): (?P<reste>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class VersionVue:
    """One published version; `candidatures` are those pinned to it."""

    numero: int
    publie_le: datetime
    publie_par: str
    hash_fige: str
    hash_vif: str
    candidatures: int


@dataclass(frozen=True, slots=True)
class ModeleVue:
    """One modèle with its versions, the newest first."""

    entree: Entree
    etat: EtatPublic
    versions: tuple[VersionVue, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One diagnostic: where to look, and what to do."""

    lieu: str
    phrase: str
    avertissement: bool = False


@dataclass(frozen=True, slots=True)
class Probleme:
    """A file that is not published, and the version that stays in service meanwhile."""

    fichier: str
    constate_le: datetime
    messages: tuple[Message, ...]
    en_service: Entree | None

    @property
    def erreurs(self) -> int:
        return sum(not message.avertissement for message in self.messages)


@dataclass(frozen=True, slots=True)
class PageModeles:
    """One page of the list; `total` counts the modèles that match the search."""

    modeles: tuple[ModeleVue, ...]
    total: int
    page: int
    pages: int


def lister_modeles(portail: Portail, recherche: str = "", page: int = 1) -> PageModeles:
    """Return a page of the published modèles whose name, académie or identifier holds every word."""
    mots = recherche.casefold().split()
    trouvees = [entree for entree in portail.modeles.index() if all(mot in _texte(entree) for mot in mots)]
    pages = max(1, -(-len(trouvees) // PAR_PAGE))
    page = min(max(page, 1), pages)
    montrees = trouvees[(page - 1) * PAR_PAGE : page * PAR_PAGE]
    versions = _versions([entree.slug for entree in montrees])
    maintenant = portail.horloge.maintenant()
    modeles = tuple(ModeleVue(e, _etat(e, maintenant), versions.get(e.slug, ())) for e in montrees)
    return PageModeles(modeles, len(trouvees), page, pages)


def lister_problemes(portail: Portail) -> tuple[Probleme, ...]:
    """Return the files of exam_templates/ that are not published, by name."""
    sources = db.session.scalars(select(SourceModele).order_by(SourceModele.fichier))
    return tuple(
        Probleme(
            source.fichier,
            source.constate_le,
            tuple(_message(phrase) for phrase in source.diagnostics),
            portail.modeles.entree(source.slug) if source.slug else None,
        )
        for source in sources
        if source.diagnostics
    )


def _texte(entree: Entree) -> str:
    morceaux = (entree.slug, entree.intitule, entree.academie.intitule, entree.session_examen)
    return " ".join(morceaux).casefold()


def _etat(entree: Entree, maintenant: datetime) -> EtatPublic:
    if maintenant < entree.ouverture:
        return "a_venir"
    return "ouvert" if maintenant < entree.fermeture else "ferme"


def _versions(slugs: list[str]) -> dict[str, tuple[VersionVue, ...]]:
    lignes = db.session.execute(
        select(
            VersionModele.slug,
            VersionModele.numero,
            VersionModele.publie_le,
            VersionModele.publie_par,
            VersionModele.hash_fige,
            VersionModele.hash_vif,
            func.count(Candidature.id),
        )
        .outerjoin(Candidature, Candidature.version_modele_id == VersionModele.id)
        .where(VersionModele.slug.in_(slugs))
        .group_by(VersionModele.id)
        .order_by(VersionModele.slug, VersionModele.numero.desc())
    )
    versions: dict[str, tuple[VersionVue, ...]] = {}
    for slug, numero, le, par, fige, vif, combien in lignes:
        vue = VersionVue(numero, le, par, fige, vif, combien)
        versions[slug] = (*versions.get(slug, ()), vue)
    return versions


def _message(diagnostic: str) -> Message:
    trouve = _DIAGNOSTIC.fullmatch(diagnostic)
    if trouve is None:
        return Message("", diagnostic)
    reste = francais(trouve["reste"])
    prefixe = francais("avertissement : ")
    lieu = f"{trouve['fichier']}:{trouve['ligne']}:{trouve['colonne']}"
    return Message(lieu, reste.removeprefix(prefixe), reste.startswith(prefixe))
