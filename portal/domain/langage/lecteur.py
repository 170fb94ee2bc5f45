"""The door of the language: files in, families and compiled modèles out, diagnostics beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from portal.domain.langage.arbre import Scalaire, Table
from portal.domain.langage.assemblage import assembler_famille, assembler_modele
from portal.domain.langage.canonique import relire
from portal.domain.langage.compilation import Compilateur
from portal.domain.langage.diagnostic import ModeleInvalide, Position, Rapport, suggestion
from portal.domain.langage.reparation import est_une_suite
from portal.domain.langage.schema import Declaration, ModeleSource
from portal.domain.langage.socle import SOCLE
from portal.domain.langage.source import lire
from portal.domain.langage.validation import Localisateur, valider
from portal.domain.modele import ModeleExamen
from portal.domain.referentiel import Referentiel

NOM = re.compile(r"[A-Za-z0-9_-]+")
OBLIGATOIRES = [cle for cle, champ in ModeleSource.model_fields.items() if champ.is_required()]


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file as bytes; `nom` is what diagnostics show."""

    nom: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class FamilleLue:
    """A family read and assembled; `rapport` holds what is wrong in its own files."""

    code: str
    arbre: Table
    rapport: Rapport
    fichier: str = ""


@dataclass(slots=True)
class Compilation:
    """The outcome of one modèle: `modele` and `declaration` are None when the report holds an error."""

    rapport: Rapport = field(default_factory=Rapport)
    declaration: Declaration | None = None
    modele: ModeleExamen | None = None
    famille: str = ""
    lieux: Localisateur = field(default_factory=lambda: Localisateur(None, ""))


@cache
def socle() -> Table:
    """Return the core's own declaration."""
    table = lire(SOCLE, "socle", Rapport())
    if table is None:
        raise RuntimeError("the core's own declaration cannot be read")
    return table


def lire_famille(famille: Fichier, specialites: Iterable[Fichier]) -> FamilleLue | None:
    """Return a family, or None when its main file cannot be read at all (see `diagnostics_famille`)."""
    rapport = Rapport()
    arbre = lire(famille.octets, famille.nom, rapport)
    if arbre is None:
        return (
            None
            if not rapport.erreurs
            else FamilleLue("", Table(Position(famille.nom), {}), rapport, famille.nom)
        )
    lues = (lire(fichier.octets, fichier.nom, rapport) for fichier in specialites)
    assemblee = assembler_famille(socle(), arbre, [table for table in lues if table is not None], rapport)
    code = arbre.get("famille")
    return FamilleLue(code.texte if isinstance(code, Scalaire) else "", assemblee, rapport, famille.nom)


def verifier_famille(famille: FamilleLue) -> Rapport:
    """Return what is wrong in a family taken alone."""
    rapport = Rapport(list(famille.rapport.diagnostics))
    if famille.code or not rapport.erreurs:
        valider(famille.arbre, rapport)
    return rapport


def compiler_modele(
    famille: FamilleLue, fichier: Fichier, slug: str, referentiel: Referentiel
) -> Compilation:
    """Compile one modèle of a family. Every error of both files is in the report."""
    resultat = Compilation(Rapport(list(famille.rapport.diagnostics)), famille=famille.code)
    arbre = lire(fichier.octets, fichier.nom, resultat.rapport)
    if arbre is not None:
        _verifier_nom(slug, arbre, resultat.rapport)
        _compiler_arbre(famille, arbre, slug, referentiel, resultat)
    return resultat


def _verifier_nom(slug: str, arbre: Table, rapport: Rapport) -> None:
    """Refuse a file name that would not do as the end of an address, which people print and type."""
    nom = slug.rpartition("/")[2]
    if nom and not NOM.fullmatch(nom):
        phrase = f"le nom du fichier, « {nom} », finit l'adresse de l'examen"
        permis = "lettres sans accents, chiffres, « _ » et « - » seulement, sans espace"
        rapport.erreur(arbre.position, "", f"{phrase} : {permis}.")


def compiler_arbre(famille: FamilleLue, arbre: Table, slug: str, referentiel: Referentiel) -> Compilation:
    """Compile a modèle whose tree was read, and perhaps changed, before."""
    resultat = Compilation(Rapport(list(famille.rapport.diagnostics)), famille=famille.code)
    _compiler_arbre(famille, arbre, slug, referentiel, resultat)
    return resultat


def _compiler_arbre(
    famille: FamilleLue, arbre: Table, slug: str, referentiel: Referentiel, resultat: Compilation
) -> None:
    assemble = assembler_modele(famille.arbre, arbre, resultat.rapport)
    resultat.lieux = Localisateur(assemble, arbre.position.fichier)
    touches = {cle for cle in OBLIGATOIRES if arbre.get(cle) is None}
    resultat.declaration = valider(assemble, resultat.rapport, touches)
    if resultat.declaration is None:
        return
    suite = Rapport()
    compilateur = Compilateur(resultat.declaration, slug, referentiel, resultat.lieux, suite)
    modele = compilateur.compiler()
    resultat.rapport.diagnostics.extend(d for d in suite.diagnostics if not est_une_suite(d, touches))
    resultat.modele = None if resultat.rapport.erreurs else modele


def famille_de(fichier: Fichier) -> str | None:
    """Return the family that a modèle names, without reading the rest of it."""
    return entete(fichier).get("famille")


def entete(fichier: Fichier) -> dict[str, str]:
    """Return the one-word lines at the top of a file: famille, academie, session…; {} if unreadable."""
    arbre = lire(fichier.octets, fichier.nom, Rapport())
    lignes = arbre.entrees.items() if arbre is not None else ()
    return {cle: ligne.valeur.texte for cle, ligne in lignes if isinstance(ligne.valeur, Scalaire)}


def refuser_famille(fichier: Fichier, connues: Iterable[str]) -> Rapport:
    """Return why a modèle cannot be joined to a family: it cannot be read, names none, or an unknown one."""
    rapport = Rapport()
    arbre = lire(fichier.octets, fichier.nom, rapport)
    if arbre is None:
        return rapport
    famille = arbre.get("famille")
    if isinstance(famille, Scalaire):
        familles = sorted(connues)
        phrase = f"« {famille.texte} » n'est pas une famille installée.{suggestion(famille.texte, familles)}"
        phrase += f" Familles installées : {', '.join(familles) or 'aucune'}."
        rapport.erreur(famille.position, "famille", phrase)
    else:
        rapport.erreur(arbre.position, "", "il manque la ligne « famille: … » en tête du fichier.")
    return rapport


def recompiler(fige: str, vif: str, slug: str, referentiel: Referentiel) -> ModeleExamen:
    """Return the modèle of two stored parts. Raises ModeleInvalide when they no longer compile."""
    rapport = Rapport()
    modele = Compilateur(relire(fige, vif), slug, referentiel, Localisateur(None, slug), rapport).compiler()
    if modele is None:
        raise ModeleInvalide(rapport)
    return modele
