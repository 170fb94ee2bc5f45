"""An uploaded file: the name it is kept under, its size as a person reads it, and why it is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.domain.champs.declaration import Nombre

LONGUEUR_NOM = 100
NOM_PAR_DEFAUT = "fichier"
EQUIVALENTES = {"jpg": ("jpg", "jpeg", "jpe", "jfif")}
# What stands after the last dot of « M. Dupont » is no extension: only these are.
EXTENSIONS = frozenset(
    "pdf png jpg jpeg jpe jfif doc docx docm dot zip rar 7z gz tar heic heif avif webp gif bmp tif tiff svg"
    " html htm mht php js vbs txt csv rtf odt ods odp xls xlsx ppt pptx exe com bat cmd scr msi jar lnk".split()
)
_INTERDITS = frozenset("\"/\\<>|*?:")
_LIANTS = frozenset("\u200c\u200d")  # needed to write Persian and Indian languages
_CATEGORIES_INTERDITES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_POINTS = re.compile(r"\.{2,}")
KO, MO = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class FichierInspecte:
    """What an inspection found: `format` is one of `piece.FORMATS`, `nom` is clean, `taille` in bytes.

    `pages` is None for what is never opened (DOC, DOCX, ZIP), 1 for an image.
    """

    format: str
    nom: str
    taille: int
    pages: int | None = None


def nom_affichable(nom: str) -> str:
    """Return the last part of `nom` without what deceives the eye or breaks a header, "" when nothing is left.

    Control and direction characters, quotes, folders and « .. » go; accents and any alphabet stay; NFC.
    """
    dernier = re.split(r"[/\\]", nom)[-1]
    visible = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", dernier)
        if c.isspace() or c in _LIANTS or not (c in _INTERDITS or unicodedata.category(c) in _CATEGORIES_INTERDITES)
    )
    return _POINTS.sub(".", " ".join(visible.split())).strip(" .\u200c\u200d")


def nom_propre(nom: str, format: str) -> str:  # noqa: A002 — the word of the models
    """Return the name under which a file is kept and given back: at most 100 characters, true extension.

    An extension equivalent to that of `format` stays as the person wrote it (« photo.JPEG »).
    """
    propre = nom_affichable(nom)
    if propre.lower() in EXTENSIONS and nom_affichable(f"x{nom.strip()}") != f"x{propre}":
        propre = f".{propre}"
    racine, extension = _couper(propre)
    if extension.lower() not in EQUIVALENTES.get(format, (format,)):
        while extension:
            racine, extension = _couper(racine)
        extension = format
    place = LONGUEUR_NOM - len(extension) - 1
    return f"{racine[:place].strip(' .') or NOM_PAR_DEFAUT}.{extension}"


def _couper(nom: str) -> tuple[str, str]:
    """Return the stem and the known extension, « » when there is none."""
    racine, point, extension = nom.rpartition(".")
    return (racine, extension) if point and extension.lower() in EXTENSIONS else (nom, "")
