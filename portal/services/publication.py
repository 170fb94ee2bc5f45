"""Publication of a modèle: compile, play its scenarios, compare with what was published, store a version."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from portal.db import db, ecriture
from portal.domain.langage.canonique import canoniser, empreinte, relire
from portal.domain.langage.continuite import verifier_codes, verifier_identite, verifier_periodes
from portal.domain.langage.diagnostic import ModeleInvalide, Rapport
from portal.domain.langage.lecteur import Compilation, FamilleLue, Fichier, compiler_modele
from portal.domain.langage.scenarios import jouer
from portal.domain.langage.schema import Declaration
from portal.domain.modele import ModeleExamen
from portal.services.compteur import prendre
from portal.services.modeles import PUBLICATIONS, resumer
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.modele import VersionModele

journal = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Impact:
    """Candidatures that stay pinned to an earlier version."""

    numero: int
    phase: str
    nombre: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of a publication. `numero` is the current version, None when there is none at all.

    `nouvelle` is False when nothing changed, or when the report holds an error: then nothing was stored.
    """

    slug: str
    rapport: Rapport
    numero: int | None = None
    nouvelle: bool = False
    impact: tuple[Impact, ...] = ()

    @property
    def refusee(self) -> bool:
        return bool(self.rapport.erreurs)


def publier(
    portail: Portail,
    famille: FamilleLue,
    fichier: Fichier,
    slug: str,
    publie_par: str,
    meme_sens: bool = False,
) -> Publication:
    """Publish one modèle file under `slug`; nothing is stored when its report holds an error.

    `meme_sens` is the author's word that changed labels still mean the same.
    """
    compilation = compiler_modele(famille, fichier, slug, portail.referentiel)
    if compilation.modele is not None:
        compilation.rapport.diagnostics.extend(jouer(compilation, portail.referentiel))
    return publier_compilation(portail, compilation, slug, publie_par, meme_sens)


def publier_compilation(
    portail: Portail,
    compilation: Compilation,
    slug: str,
    publie_par: str,
    meme_sens: bool = False,
    en_plus: Mapping[str, Any] | None = None,
) -> Publication:
    """Publish what is compiled already; `en_plus` goes into the summary of the version."""
    rapport, declaration, modele = compilation.rapport, compilation.declaration, compilation.modele
    courante = version_courante(slug)
    numero = courante.numero if courante else None
    if declaration is None or modele is None or rapport.erreurs:
        return Publication(slug, rapport, numero)
    fige, vif = canoniser(declaration)
    hashes = {"hash_fige": empreinte(fige), "hash_vif": empreinte(vif)}
    if courante is not None:
        if {cle: getattr(courante, cle) for cle in hashes} == hashes:
            return Publication(slug, rapport, numero)
        _comparer(portail, courante, compilation, meme_sens)
        if rapport.erreurs:
            return Publication(slug, rapport, numero)
    resume = {**resumer(modele), **(en_plus or {})}
    parties = {"fige": fige, "vif": vif, **hashes}
    return _enregistrer(portail, modele, parties, resume, rapport, publie_par)


def version_courante(slug: str) -> VersionModele | None:
    """Return the current version of a modèle."""
    return db.session.scalar(select(VersionModele).where(VersionModele.slug == slug, VersionModele.courant))


def mesurer_impact(slug: str) -> tuple[Impact, ...]:
    """Return how many candidatures are pinned to each version of a modèle, by phase."""
    lignes = db.session.execute(
        select(VersionModele.numero, Candidature.phase, func.count())
        .join(Candidature, Candidature.version_modele_id == VersionModele.id)
        .where(VersionModele.slug == slug)
        .group_by(VersionModele.numero, Candidature.phase)
        .order_by(VersionModele.numero, Candidature.phase)
    )
    return tuple(Impact(*ligne) for ligne in lignes)


def _comparer(portail: Portail, courante: VersionModele, compilation: Compilation, meme_sens: bool) -> None:
    declaration, modele, lieux = compilation.declaration, compilation.modele, compilation.lieux
    assert declaration is not None
    assert modele is not None
    rapport = compilation.rapport
    verifier_identite(declaration, courante.famille, courante.session_examen, lieux, rapport)
    verifier_codes(declaration, _anciennes(courante.slug), lieux, rapport, meme_sens)
    try:
        ancien = portail.modeles.courant(courante.slug)
    except ModeleInvalide:
        journal.warning("%s: version %s no longer compiles", courante.slug, courante.numero)
    else:
        if ancien is not None:
            verifier_periodes(modele.calendrier, ancien.calendrier, lieux, rapport)


def _anciennes(slug: str) -> dict[int, Declaration]:
    """Return the declarations of every earlier version, each pinned part once."""
    lignes = db.session.execute(
        select(VersionModele.numero, VersionModele.hash_fige, VersionModele.fige, VersionModele.vif)
        .where(VersionModele.slug == slug)
        .order_by(VersionModele.numero)
    )
    derniers = {hash_fige: (numero, fige, vif) for numero, hash_fige, fige, vif in lignes}
    return {numero: relire(fige, vif) for numero, fige, vif in derniers.values()}


def _enregistrer(
    portail: Portail,
    modele: ModeleExamen,
    parties: dict[str, str],
    resume: dict[str, Any],
    rapport: Rapport,
    publie_par: str,
) -> Publication:
    with ecriture():
        numero = nouvelle_version(portail, modele, parties, resume, publie_par)
    impact = mesurer_impact(modele.slug) if numero > 1 else ()
    return Publication(modele.slug, rapport, numero, True, impact)


def nouvelle_version(
    portail: Portail, modele: ModeleExamen, parties: dict[str, str], resume: dict[str, Any], publie_par: str
) -> int:
    """Store the next version of a modèle and return its number. Runs inside `ecriture()`.

    In: both parts and their hashes. The counter comes first: publishers of several machines wait for each
    other.
    """
    slug, maintenant = modele.slug, portail.horloge.maintenant()
    prendre(PUBLICATIONS)
    numero = _suivante(slug)
    version = VersionModele(**_identite(modele), **parties, numero=numero, resume=resume, courant=True)
    version.publie_le, version.publie_par = maintenant, publie_par
    db.session.add(version)
    donnees = {"slug": slug, "numero": numero, "par": publie_par}
    donnees |= {cle: parties[cle] for cle in ("hash_fige", "hash_vif")}
    db.session.add(Evenement(le=maintenant, nature="publication", donnees=donnees))
    return numero


def _suivante(slug: str) -> int:
    """Take the current version out of service and return the number of the next one."""
    db.session.execute(
        update(VersionModele).where(VersionModele.slug == slug, VersionModele.courant).values(courant=False)
    )
    derniere = db.session.scalar(select(func.max(VersionModele.numero)).where(VersionModele.slug == slug))
    return (derniere or 0) + 1


def _identite(modele: ModeleExamen) -> dict[str, Any]:
    return {
        "slug": modele.slug,
        "famille": modele.famille,
        "academie": modele.academie.code,
        "session_examen": modele.session_examen,
        "annee": modele.annee,
    }
