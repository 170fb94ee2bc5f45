"""Publishes what is new in exam_templates/: one broken file is named and kept in sight, the others go on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from portal.adapters.familles import (
    FichierIllisible,
    empreinte_du_compilateur,
    fichiers_yaml,
    lire_fichier,
    nom_relatif,
)
from portal.db import db, ecriture
from portal.domain.langage.lecteur import FamilleLue, Fichier, entete, refuser_famille
from portal.services.familles import Familles
from portal.services.portail import Portail
from portal.services.publication import Publication, publier
from portal.tables.modele import SourceModele

journal = logging.getLogger(__name__)

AUTOMATE = "portail"


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
    editeur = Editeur(portail, familles, publie_par, meme_sens)
    chemins = {chemin.relative_to(dossier).as_posix(): chemin for chemin in fichiers_yaml(dossier)}
    _oublier_les_disparus(chemins.keys())
    lues = {source.fichier: source.empreinte for source in db.session.scalars(select(SourceModele))}
    bilans = []
    for nom, chemin in chemins.items():
        somme = editeur.empreinte(chemin)
        if lues.get(nom) != somme:
            bilans.append(editeur.publier(chemin))
            _constater(portail, nom, bilans[-1], somme)
    return tuple(bilans)


def publier_fichiers(
    portail: Portail, chemins: Iterable[Path], familles: Familles, publie_par: str, meme_sens: bool = False
) -> tuple[Bilan, ...]:
    """Publish some files, read before or not; return what came of each."""
    editeur, dossier = Editeur(portail, familles, publie_par, meme_sens), portail.config.exam_templates
    bilans = []
    for chemin in chemins:
        bilans.append(editeur.publier(chemin))
        entier = chemin.absolute()
        if dossier is not None and entier.is_relative_to(dossier) and entier.is_file():
            nom = entier.relative_to(dossier).as_posix()
            _constater(portail, nom, bilans[-1], editeur.empreinte(chemin))
    return tuple(bilans)


@dataclass(frozen=True, slots=True)
class Editeur:
    """Publishes files one by one; nothing that a file holds stops it."""

    portail: Portail
    familles: Familles
    publie_par: str
    meme_sens: bool = False
    _familles: dict[str, str] = field(default_factory=dict)

    def empreinte(self, chemin: Path) -> str:
        """Return what changes when this file, its family or the compiler does."""
        try:
            fichier = lire_fichier(chemin)
        except FichierIllisible:
            return "illisible"
        code = entete(fichier).get("famille", "")
        if code not in self._familles:
            self._familles[code] = self.familles.empreinte(code) + empreinte_du_compilateur()
        return hashlib.sha256(self._familles[code].encode() + fichier.octets).hexdigest()

    def publier(self, chemin: Path) -> Bilan:
        """Publish one file under the slug that it says itself: its académie and its own name."""
        try:
            fichier = lire_fichier(chemin)
            return sur_sa_famille(
                self.familles,
                fichier,
                lambda famille, slug: publier(
                    self.portail, famille, fichier, slug, self.publie_par, self.meme_sens
                ),
            )
        except FichierIllisible as illisible:
            return Bilan(nom_relatif(chemin), None, phrases=(str(illisible),))
        except SQLAlchemyError:
            raise  # the database's fault, not the file's
        except Exception:
            journal.exception("%s cannot be published", chemin)
            nom = nom_relatif(chemin)
            return Bilan(
                nom, None, phrases=(f"{nom}:1:1: ce fichier met le portail en défaut : signalez-le.",)
            )


def sur_sa_famille(
    familles: Familles, fichier: Fichier, publication: Callable[[FamilleLue, str], Publication]
) -> Bilan:
    """Call `publication` with the family and the slug of a file, or say what prevents it."""
    tete = entete(fichier)
    code, slug = tete.get("famille", ""), slug_de(fichier, tete)
    if code not in familles.dossiers:
        return Bilan(fichier.nom, slug, phrases=tuple(map(str, refuser_famille(fichier, familles.dossiers))))
    resultat = publication(familles.lire(code), slug or "")
    phrases = tuple(str(diagnostic) for diagnostic in resultat.rapport if diagnostic.gravite == "erreur")
    return Bilan(fichier.nom, slug, resultat, phrases)


def slug_de(fichier: Fichier, tete: Mapping[str, str]) -> str | None:
    """Return the identity of a modèle, « académie/nom du fichier », None while it names no académie."""
    academie = tete.get("academie")
    return f"{academie}/{Path(fichier.nom).stem}" if academie else None


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


def _oublier_les_disparus(presents: Iterable[str]) -> None:
    gardes = set(presents)
    disparus = [nom for nom in db.session.scalars(select(SourceModele.fichier)) if nom not in gardes]
    if disparus:
        with ecriture() as transaction:
            transaction.execute(delete(SourceModele).where(SourceModele.fichier.in_(disparus)))
