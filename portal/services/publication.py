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


@dataclass(frozen=True, slots=True)
class _Partie:
    texte: str
    hash: str


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
    fige, vif = (_Partie(texte, empreinte(texte)) for texte in canoniser(declaration))
    if courante is not None:
        if (courante.hash_fige, courante.hash_vif) == (fige.hash, vif.hash):
            return Publication(slug, rapport, numero)
        _comparer(portail, courante, compilation, meme_sens)
        if rapport.erreurs:
            return Publication(slug, rapport, numero)
    resume = {**resumer(modele), **(en_plus or {})}
    return _enregistrer(portail, modele, fige, vif, resume, rapport, publie_par)


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
    fige: _Partie,
    vif: _Partie,
    resume: dict[str, Any],
    rapport: Rapport,
    publie_par: str,
) -> Publication:
    """Store the version. The counter comes first: publishers of several machines wait for each other."""
    maintenant = portail.horloge.maintenant()
    with ecriture() as transaction:
        prendre(PUBLICATIONS)
        demande = select(func.max(VersionModele.numero)).where(VersionModele.slug == modele.slug)
        numero = (transaction.scalar(demande) or 0) + 1
        transaction.execute(
            update(VersionModele)
            .where(VersionModele.slug == modele.slug, VersionModele.courant)
            .values(courant=False)
        )
        transaction.add(
            VersionModele(
                slug=modele.slug,
                numero=numero,
                famille=modele.famille,
                academie=modele.academie.code,
                session_examen=modele.session_examen,
                annee=modele.annee,
                fige=fige.texte,
                vif=vif.texte,
                hash_fige=fige.hash,
                hash_vif=vif.hash,
                resume=resume,
                publie_le=maintenant,
                publie_par=publie_par,
                courant=True,
            )  # fmt: skip
        )
        donnees = {
            "slug": modele.slug,
            "numero": numero,
            "par": publie_par,
            "fige": fige.hash,
            "vif": vif.hash,
        }
        transaction.add(Evenement(le=maintenant, nature="publication", donnees=donnees))
    return Publication(modele.slug, rapport, numero, True, mesurer_impact(modele.slug) if numero > 1 else ())
