"""An uploaded file: the name it is kept under, its size as a person reads it, and why it is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domain.refus import Refus
from portal.domain.typographie import INSECABLE, pluriel

if TYPE_CHECKING:
    from portal.domain.champs.declaration import Nombre

LONGUEUR_NOM = 100
NOM_PAR_DEFAUT = "fichier"
EQUIVALENTES = {"jpg": ("jpg", "jpeg", "jpe", "jfif")}
# What stands after the last dot of « M. Dupont » is no extension: only these are.
EXTENSIONS = frozenset(
    "pdf png jpg jpeg jpe jfif doc docx docm dot zip rar 7z gz tar heic heif avif webp gif bmp tif tiff svg"
    " html htm mht php js vbs txt csv rtf odt ods odp xls xlsx ppt pptx exe com bat cmd msi jar lnk".split()
)
_INTERDITS = frozenset('"/\\<>|*?:')
_LIANTS = "\u200c\u200d"  # Persian and the languages of India are written with them
_CATEGORIES_INTERDITES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_POINTS = re.compile(r"\.{2,}")
_KO, _MO = 1024, 1024 * 1024


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
    """Return `nom` as a sentence may quote it: one line, no folder, nothing invisible, maybe ""."""
    return _visible(nom)[:LONGUEUR_NOM].strip(f" .{_LIANTS}")


def nom_propre(nom: str, format: str) -> str:  # noqa: A002 — the word of the models
    """Return the name under which a file is kept and given back: at most 100 characters, true extension.

    Control and direction characters, quotes, folders and « .. » go; accents and every alphabet stay, in NFC.
    An extension equivalent to that of `format` stays as the person wrote it (« photo.JPEG »).
    """
    racine, extension = _couper(_visible(nom))
    if extension.lower() not in EQUIVALENTES.get(format, (format,)):
        while extension:
            racine, extension = _couper(racine)
        extension = format
    racine = racine.strip(f" .{_LIANTS}")[: LONGUEUR_NOM - len(extension) - 1].rstrip(f" .{_LIANTS}")
    return f"{racine or NOM_PAR_DEFAUT}.{extension}"


def taille_lisible(octets: int) -> str:
    """Return « 5,2 Mo », « 5 Mo », « 300 Ko » or « 12 octets », never less than the true size."""
    if octets < _KO:
        return pluriel(octets, "octet").replace(" ", INSECABLE)
    if octets < _MO:
        return f"{-(-octets // _KO)}{INSECABLE}Ko"
    entier, dixieme = divmod(-(-octets * 10 // _MO), 10)
    return f"{entier}{f',{dixieme}' if dixieme else ''}{INSECABLE}Mo"


def formats_acceptes(formats: Sequence[str]) -> str:
    """Return « PDF, PNG ou JPG »."""
    noms = [un.upper() for un in formats]
    return " ou ".join(filter(None, (", ".join(noms[:-1]), noms[-1]))) if noms else ""


class FichierRefuse(Refus):
    """A file that is not taken. `motif` says why in one word, the sentence names the file and what to do."""

    motif = "illisible"

    def __init__(self, nom: str, phrase: str) -> None:
        self.nom = nom_affichable(nom)
        super().__init__(f"{f'« {self.nom} »' if self.nom else 'Ce fichier'} {phrase}")


class FichierVide(FichierRefuse):
    """Nothing in it."""

    motif = "vide"

    def __init__(self, nom: str) -> None:
        super().__init__(nom, "est vide : il ne contient aucune donnée. Choisissez un autre fichier.")


class FichierTropLourd(FichierRefuse):
    """More bytes than the piece allows."""

    motif = "trop_lourd"

    def __init__(self, nom: str, taille: int, limite: int) -> None:
        permis = taille_lisible(limite)
        # « pèse 5,1 Mo » would be a lie for one byte more than 5 Mo.
        trouve = taille_lisible(taille) if taille - limite > _MO // 20 else f"un peu plus de {permis}"
        super().__init__(nom, f"pèse {trouve} : la limite est de {permis} par fichier.")


class FormatRefuse(FichierRefuse):
    """Not one of the formats. `trouve` says what was recognised, with its article."""

    motif = "format"

    def __init__(self, nom: str, trouve: str, formats: Sequence[str]) -> None:
        accepte = formats_acceptes(formats)
        mot = "Formats acceptés" if len(formats) > 1 else "Format accepté"
        super().__init__(nom, f"est {trouve}, ce qui n’est pas accepté ici. {mot} : {accepte}.")


class PdfProtege(FichierRefuse):
    """Nobody can read it without its password."""

    motif = "pdf_protege"

    def __init__(self, nom: str) -> None:
        super().__init__(
            nom,
            "est un PDF protégé par un mot de passe : personne ne pourrait le lire. "
            "Enregistrez-le sans mot de passe, puis déposez-le à nouveau.",
        )


class PdfActif(FichierRefuse):
    """It can do more than be read. `trouve`: what was met, with its article."""

    motif = "pdf_actif"

    def __init__(self, nom: str, trouve: str) -> None:
        super().__init__(
            nom,
            f"est un PDF qui contient {trouve}, ce qui n’est pas accepté. Ouvrez-le, choisissez "
            "« Imprimer », puis « Enregistrer au format PDF », et déposez le fichier obtenu.",
        )


class FichierIllisible(FichierRefuse):
    """Damaged, cut half-way, or so heavy to read that reading it was given up."""

    motif = "illisible"

    def __init__(self, nom: str) -> None:
        super().__init__(
            nom,
            "ne peut pas être lu : il est incomplet ou abîmé. Vérifiez qu’il s’ouvre sur votre appareil, "
            "puis déposez-le à nouveau.",
        )


class ImageTropGrande(FichierRefuse):
    """More pixels than can be decoded."""

    motif = "trop_grand"

    def __init__(self, nom: str, largeur: int, hauteur: int, limite: int) -> None:
        super().__init__(
            nom,
            f"est une image de {_milliers(largeur)} × {_milliers(hauteur)} pixels : la limite est de "
            f"{limite // 1_000_000} millions de pixels. Réduisez l’image ou prenez une photo moins grande.",
        )


class TropDePages(FichierRefuse):
    """More pages than the piece allows, or than the portal reads."""

    motif = "trop_de_pages"

    def __init__(self, nom: str, trouve: int, au_plus: int) -> None:
        super().__init__(
            nom,
            f"contient {pluriel(trouve, 'page')} : il en faut {au_plus} au plus. Retirez les pages en trop.",
        )


class PasAssezDePages(FichierRefuse):
    """Fewer pages than the piece asks for."""

    motif = "pas_assez_de_pages"

    def __init__(self, nom: str, trouve: int, au_moins: int) -> None:
        super().__init__(
            nom,
            f"contient {pluriel(trouve, 'page')} : il en faut {au_moins} au moins. "
            "Rassemblez toutes les pages dans un seul fichier.",
        )


def verifier_taille(nom: str, taille: int, taille_max: int) -> None:
    """Raise FichierVide or FichierTropLourd; both sizes are in bytes."""
    if taille == 0:
        raise FichierVide(nom)
    if taille > taille_max:
        raise FichierTropLourd(nom, taille, taille_max)


def verifier_pages(nom: str, trouvees: int | None, pages: Nombre | None) -> None:
    """Raise TropDePages or PasAssezDePages; what has no known number of pages passes."""
    if trouvees is None or pages is None or pages.accepte(trouvees):
        return
    if pages.au_plus is not None and trouvees > pages.au_plus:
        raise TropDePages(nom, trouvees, pages.au_plus)
    raise PasAssezDePages(nom, trouvees, pages.au_moins)


def _visible(nom: str) -> str:
    propre = "".join(map(_caractere, unicodedata.normalize("NFC", re.split(r"[/\\]", nom)[-1])))
    return _POINTS.sub(".", " ".join(propre.split()))


def _caractere(c: str) -> str:
    if c in " \u00a0\u202f" or c in _LIANTS:
        return c
    return "" if c in _INTERDITS or unicodedata.category(c) in _CATEGORIES_INTERDITES else c


def _couper(nom: str) -> tuple[str, str]:
    """Return the stem and the known extension, or all of it and "" when there is none."""
    racine, point, extension = nom.rpartition(".")
    return (racine, extension) if point and extension.lower() in EXTENSIONS else (nom, "")


def _milliers(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")
