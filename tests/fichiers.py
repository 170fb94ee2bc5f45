"""Files that candidates send, and files that nobody should. All are built here, none is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pypdf
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

EXE = b"MZ\x90\0\x03\0\0\0" + b"\0" * 200
HEIC = b"\0\0\0\x24ftypheic" + b"\0" * 100
ORIENTATION, GPS, FABRICANT = 0x0112, 0x8825, 0x010F


def pdf(
    pages: int = 1,
    avec: Callable[[pypdf.PdfWriter], object] | None = None,
    hauteur: int = 842,
    **protection: str,
) -> bytes:
    """A PDF of empty pages, A4 unless said; `avec` adds something to it, `protection` encrypts it."""
    ecrit = pypdf.PdfWriter()
    for _ in range(pages):
        ecrit.add_blank_page(595, hauteur)
    if avec is not None:
        avec(ecrit)
    if protection:
        ecrit.encrypt(algorithm="RC4-128", **protection)
    sortie = io.BytesIO()
    ecrit.write(sortie)
    return sortie.getvalue()


def action(nature: str, **autres: str) -> DictionaryObject:
    """An action dictionary: « /JavaScript », « /Launch », « /GoTo »…"""
    return DictionaryObject(
        {NameObject("/S"): NameObject(nature)}
        | {NameObject(f"/{cle}"): TextStringObject(valeur) for cle, valeur in autres.items()}
    )


def a_l_ouverture(nature: str, **autres: str) -> Callable[[pypdf.PdfWriter], None]:
    """Run an action when the PDF opens."""
    return a_la_racine("/OpenAction", action(nature, **autres))


def a_la_racine(cle: str, valeur: object) -> Callable[[pypdf.PdfWriter], None]:
    """Put something into the catalogue of a PDF."""
    return lambda ecrit: ecrit.root_object.update({NameObject(cle): valeur})


def sur_la_page(cle: str, valeur: object) -> Callable[[pypdf.PdfWriter], None]:
    """Put something into the first page of a PDF."""
    return lambda ecrit: ecrit.pages[0].update({NameObject(cle): valeur})


def premiere_page(ecrit: pypdf.PdfWriter) -> None:
    """Open on the first page, as word processors ask for."""
    vers = ArrayObject([ecrit.pages[0].indirect_reference, NameObject("/Fit")])
    a_la_racine("/OpenAction", vers)(ecrit)


def photo(orientation: int = 1, format: str = "JPEG", taille: tuple[int, int] = (60, 40)) -> bytes:  # noqa: A002
    """A photo whose pixels are turned so that, upright, its top left quarter is red and the rest is white.

    It says where it was taken and by what.
    """
    droite = Image.new("RGB", taille, "white")
    droite.paste("red", (0, 0, taille[0] // 2, taille[1] // 2))
    tournee = droite if orientation == 1 else droite.transpose(_INVERSES[orientation])
    exif = Image.Exif()
    exif[ORIENTATION], exif[FABRICANT] = orientation, "Appareil secret"
    exif[GPS] = {1: "N", 2: (48.0, 51.0, 0.0)}
    sortie = io.BytesIO()
    tournee.save(sortie, format, exif=exif)
    return sortie.getvalue()


def png_immense(cote: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it is `cote` × `cote`."""
    entete = struct.pack(">2I5B", cote, cote, 8, 2, 0, 0, 0)
    blocs = (b"IHDR", entete), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(octets)) + nom + octets + struct.pack(">I", zlib.crc32(nom + octets))
        for nom, octets in blocs
    )


def archive(noms: dict[str, bytes]) -> bytes:
    """A ZIP."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for nom, octets in noms.items():
            ecrit.writestr(nom, octets)
    return sortie.getvalue()


def docx(**autres: bytes) -> bytes:
    """A Word document, as far as its names tell."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **autres})


def ole(*noms: str) -> bytes:
    """An OLE2 container: one sector of allocation table, one of directory with `noms` (three at most)."""
    entete = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)
    entete += b"\0" * 10 + struct.pack("<2L", 1, 1) + b"\0" * 24 + struct.pack("<L", 0) + b"\xff" * 432
    table = struct.pack("<2L", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    repertoire = b"".join(_entree(nom) for nom in ("Root Entry", *noms))
    return entete + table + repertoire.ljust(512, b"\0")


def _entree(nom: str) -> bytes:
    ecrit = nom.encode("utf-16-le") + b"\0\0"
    return ecrit.ljust(64, b"\0") + struct.pack("<H", len(ecrit)) + b"\0" * 62


_INVERSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
