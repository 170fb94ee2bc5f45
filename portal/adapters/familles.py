"""Reads exam families and modèles from disk: the only place where the language meets the file system."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import portal
from portal.domain.langage.lecteur import FamilleLue, Fichier, lire_famille

TAILLE_MAX = 4 * 1024 * 1024


class FichierIllisible(Exception):
    """A file or a folder cannot be read; the message is a French sentence that names it."""


def lire_fichier(chemin: Path) -> Fichier:
    """Return a file, named as seen from the current folder. Raises FichierIllisible."""
    nom = nom_relatif(chemin)
    try:
        etat = chemin.stat()
        # A pipe or a device may never end.
        if not (S_ISREG(etat.st_mode) or S_ISDIR(etat.st_mode)):
            raise FichierIllisible(f"{nom} : ce n'est pas un fichier ordinaire.")
        if etat.st_size > TAILLE_MAX:
            raise FichierIllisible(f"{nom} : ce fichier est trop gros pour être un modèle (plus de 4 Mo).")
        return Fichier(nom, chemin.read_bytes())
    except FileNotFoundError:
        raise FichierIllisible(f"{nom} : ce fichier n'existe pas.") from None
    except IsADirectoryError:
        raise FichierIllisible(f"{nom} : c'est un dossier, un fichier est attendu.") from None
    except PermissionError:
        raise FichierIllisible(f"{nom} : vous n'avez pas le droit de lire ce fichier.") from None
    except (OSError, ValueError):
        raise FichierIllisible(f"{nom} : ce fichier ne peut pas être lu.") from None


def nom_relatif(chemin: Path) -> str:
    """Return the name of a file as seen from the current folder."""
    try:
        relatif = os.path.relpath(chemin)
    except ValueError:
        return str(chemin)
    return str(chemin) if relatif.startswith("..") else relatif


def fichiers_yaml(dossier: Path) -> tuple[Path, ...]:
    """Return the YAML files below a folder, in alphabetical order; hidden ones are left out."""
    trouves = (chemin for chemin in sorted(dossier.rglob("*.y*ml")) if chemin.suffix in (".yaml", ".yml"))
    return tuple(c for c in trouves if not any(part.startswith(".") for part in c.relative_to(dossier).parts))


def fichiers_de_famille(dossier: Path) -> tuple[Path, ...]:
    """Return famille.yaml, then the spécialités of a family's folder."""
    specialites = dossier / "specialites"
    return (dossier / "famille.yaml", *(fichiers_yaml(specialites) if specialites.is_dir() else ()))


def lire_dossier(dossier: Path) -> FamilleLue:
    """Return the family of a folder; what is wrong in its files is in its report. Raises FichierIllisible."""
    principal, *specialites = (lire_fichier(chemin) for chemin in fichiers_de_famille(dossier))
    famille = lire_famille(principal, specialites)
    if famille is None:
        raise FichierIllisible(f"{principal.nom} : cette famille ne peut pas être lue.")
    code = famille.arbre.get("famille")
    if code is not None and famille.code != dossier.resolve().name:
        phrase = f"le code de la famille est le nom de son dossier : « {dossier.resolve().name} »."
        famille.rapport.erreur(code.position, "famille", phrase)
    return famille


def empreinte(chemins: Iterable[Path]) -> str:
    """Return one SHA-256 for the content of several files; one that cannot be read counts as empty."""
    somme = hashlib.sha256()
    for chemin in chemins:
        try:
            octets = chemin.read_bytes() if chemin.is_file() else b""
        except OSError:
            octets = b""
        somme.update(f"{chemin.name}:{len(octets)}:".encode() + octets)
    return somme.hexdigest()


@cache
def empreinte_du_compilateur() -> str:
    """Return a SHA-256 that changes whenever the code that reads the language does."""
    return empreinte(sorted((Path(portal.__file__).parent / "domain").rglob("*.py")))
