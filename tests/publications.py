"""Publishes modèles in the tests: each is compiled and tried once per process, stored as often as asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from portal.adapters.familles import lire_dossier, lire_fichier
from portal.adapters.referentiel import referentiel
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.lecteur import Compilation, FamilleLue, Fichier, compiler_modele, famille_de
from portal.domain.langage.scenarios import jouer
from portal.services.portail import Portail
from portal.services.publication import publier_compilation

RACINE = Path(__file__).parents[1]
# By family (one object for the whole run), text and slug.
_TEXTES: dict[tuple[int, bytes, str], Compilation] = {}


def publier_livre(portail: Portail, slug: str) -> str:
    """Publish one of the modèles that we ship; return its slug."""
    return _publier(portail, _livre(slug), slug)


def publier_texte(portail: Portail, famille: FamilleLue, fichier: Fichier, slug: str) -> str:
    """Publish a modèle of the tests; return its slug."""
    cle = (id(famille), fichier.octets, slug)
    if cle not in _TEXTES:
        _TEXTES[cle] = _compiler(famille, fichier, slug)
    return _publier(portail, _TEXTES[cle], slug)


def _publier(portail: Portail, compilation: Compilation, slug: str) -> str:
    rapport = Rapport(list(compilation.rapport.diagnostics))
    fait = publier_compilation(portail, replace(compilation, rapport=rapport), slug, "test")
    assert not fait.refusee, [str(d) for d in fait.rapport.erreurs]
    return slug


@cache
def _livre(slug: str) -> Compilation:
    fichier = lire_fichier(RACINE / "exam_templates" / f"{slug}.yaml")
    code = famille_de(fichier)
    dossier = next(p.parent for p in RACINE.glob("plugins/**/famille.yaml") if p.parent.name == code)
    return _compiler(lire_dossier(dossier), fichier, slug)


def _compiler(famille: FamilleLue, fichier: Fichier, slug: str) -> Compilation:
    compilation = compiler_modele(famille, fichier, slug, referentiel())
    if compilation.modele is not None:
        compilation.rapport.diagnostics.extend(jouer(compilation, referentiel()))
    return compilation
