"""Publishes what is new in exam_templates/: one broken file is named and kept in sight, the others go on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from portal import plugin_manager
from portal.adapters.familles import (
    FichierIllisible,
    empreinte,
    empreinte_du_compilateur,
    fichiers_de_famille,
    fichiers_yaml,
    lire_dossier,
    lire_fichier,
    nom_relatif,
)
from portal.db import db, ecriture
from portal.domain.langage.lecteur import FamilleLue, Fichier, entete, refuser_famille
from portal.services.portail import Portail
from portal.services.publication import Publication, publier
from portal.tables.modele import SourceModele

journal = logging.getLogger(__name__)

AUTOMATE = "portail"


@dataclass(frozen=True, slots=True)
class Familles:
    """The families installed, each read from its folder when it is first asked for.

    `illisibles` gives, for a family whose files cannot even be opened, the sentence that says so.
    """

    dossiers: Mapping[str, Path]
    _lues: dict[str, FamilleLue | FichierIllisible]

    def lire(self, code: str) -> FamilleLue:
        """Return a family. Raises KeyError when it is not installed, FichierIllisible when unreadable."""
        if code not in self._lues:
            try:
                self._lues[code] = lire_dossier(self.dossiers[code])
            except FichierIllisible as illisible:
                self._lues[code] = illisible
        lue = self._lues[code]
        if isinstance(lue, FichierIllisible):
            raise lue
        return lue

    def empreinte(self, code: str) -> str:
        """Return what changes when any file of a family does."""
        return empreinte(fichiers_de_famille(self.dossiers[code])) if code in self.dossiers else ""


def familles_installees(portail: Portail) -> Familles:
    """Return the families of the plugins."""
    dossiers = plugin_manager.dossiers_familles(portail.extensions)
    return Familles({dossier.name: dossier for dossier in dossiers}, {})


@dataclass(frozen=True, slots=True)
class Bilan:
    """What came of one file: its publication, or the sentences that say why there is none."""

    fichier: str
    slug: str | None
    publication: Publication | None = None
    phrases: tuple[str, ...] = ()


def publier_dossier(
    portail: Portail, dossier: Path, familles: Familles, publie_par: str = AUTOMATE, meme_sens: bool = False
) -> tuple[Bilan, ...]:
    """Publish each file of a folder that changed since it was last read; return what came of those.

    A file that changed counts as read even when it is wrong: what is wrong is kept in `source_modele`, where
    the authors' page shows it, until the file or its family changes.
    """
    chemins = fichiers_yaml(dossier)
    _oublier_les_disparus({_nom(dossier, chemin) for chemin in chemins})
    lues = {source.fichier: source.empreinte for source in db.session.scalars(select(SourceModele))}
    empreintes: dict[str, str] = {}
    bilans = []
    for chemin in chemins:
        nom = _nom(dossier, chemin)
        lecture = _Lecture(portail, familles, chemin, publie_par, meme_sens)
        somme = lecture.empreinte(empreintes)
        if lues.get(nom) != somme:
            bilan = lecture.publier()
            bilans.append(bilan)
            _constater(portail, nom, bilan, somme)
    return tuple(bilans)


@dataclass(frozen=True, slots=True)
class _Lecture:
    portail: Portail
    familles: Familles
    chemin: Path
    publie_par: str
    meme_sens: bool

    def empreinte(self, familles: dict[str, str]) -> str:
        """Return what changes when this file, its family or the compiler does."""
        try:
            fichier = lire_fichier(self.chemin)
        except FichierIllisible as illisible:
            return f"illisible {illisible}"[:200]
        code = entete(fichier).get("famille", "")
        if code not in familles:
            familles[code] = self.familles.empreinte(code) + empreinte_du_compilateur()
        return hashlib.sha256(familles[code].encode() + fichier.octets).hexdigest()

    def publier(self) -> Bilan:
        try:
            return publier_fichier(
                self.portail, self.familles, lire_fichier(self.chemin), self.publie_par, self.meme_sens
            )
        except FichierIllisible as illisible:
            return Bilan(nom_relatif(self.chemin), None, phrases=(str(illisible),))
        except Exception:
            journal.exception("%s cannot be published", self.chemin)
            phrase = (
                f"{nom_relatif(self.chemin)}:1:1: erreur interne : ce fichier fait échouer le compilateur."
            )
            return Bilan(nom_relatif(self.chemin), None, phrases=(phrase,))


def publier_fichier(
    portail: Portail, familles: Familles, fichier: Fichier, publie_par: str, meme_sens: bool = False
) -> Bilan:
    """Publish one file under the slug that it says itself: its académie and its own name."""
    return sur_sa_famille(
        familles,
        fichier,
        lambda famille, slug: publier(portail, famille, fichier, slug, publie_par, meme_sens),
    )


def sur_sa_famille(
    familles: Familles, fichier: Fichier, publication: Callable[[FamilleLue, str], Publication]
) -> Bilan:
    """Call `publication` with the family and the slug of a file, or say what prevents it."""
    tete = entete(fichier)
    code, slug = tete.get("famille", ""), slug_de(fichier, tete)
    if code not in familles.dossiers:
        return Bilan(fichier.nom, slug, phrases=tuple(map(str, refuser_famille(fichier, familles.dossiers))))
    try:
        resultat = publication(familles.lire(code), slug or "")
    except FichierIllisible as illisible:
        return Bilan(fichier.nom, slug, phrases=(str(illisible),))
    phrases = tuple(str(diagnostic) for diagnostic in resultat.rapport) if resultat.refusee else ()
    return Bilan(fichier.nom, slug, resultat, phrases)


def slug_de(fichier: Fichier, tete: Mapping[str, str]) -> str | None:
    """Return the identity of a modèle, « académie/nom du fichier », None while it names no académie."""
    academie = tete.get("academie")
    return f"{academie}/{Path(fichier.nom).stem}" if academie else None


def _nom(dossier: Path, chemin: Path) -> str:
    return chemin.relative_to(dossier).as_posix()


def _constater(portail: Portail, nom: str, bilan: Bilan, somme: str) -> None:
    for phrase in bilan.phrases:
        journal.error("%s", phrase)
    with ecriture() as transaction:
        transaction.merge(
            SourceModele(
                fichier=nom,
                slug=bilan.slug,
                empreinte=somme,
                diagnostics=list(bilan.phrases),
                constate_le=portail.horloge.maintenant(),
            )
        )


def _oublier_les_disparus(presents: set[str]) -> None:
    disparus = [nom for nom in db.session.scalars(select(SourceModele.fichier)) if nom not in presents]
    if disparus:
        with ecriture() as transaction:
            transaction.execute(delete(SourceModele).where(SourceModele.fichier.in_(disparus)))
