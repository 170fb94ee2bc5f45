"""Recognises a file by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from portal.adapters.inspection import archive_zip, conteneur_ole

DEBUT = 4096


@dataclass(frozen=True, slots=True)
class Nature:
    """`format` is one of `piece.FORMATS`, None for the others; `libelle` names it in a French sentence.

    `motif` is that of the refusal when there is no format.
    """

    format: str | None
    libelle: str
    motif: str = "format"


PDF, PNG, JPG = Nature("pdf", "un PDF"), Nature("png", "une image PNG"), Nature("jpg", "une photo JPG")
_INCONNU = Nature(None, "un fichier d’un format inconnu")
_HTML = Nature(None, "une page HTML")
_AU_DEBUT: tuple[tuple[bytes, Nature], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPG),
    (b"MZ", Nature(None, "un programme Windows")),
    (b"\x7fELF", Nature(None, "un programme Linux")),
    (b"\xca\xfe\xba\xbe", Nature(None, "un programme")),
    (b"\xcf\xfa\xed\xfe", Nature(None, "un programme Mac")),
    (b"#!", Nature(None, "un programme")),
    (b"L\0\0\0\x01\x14\x02\0", Nature(None, "un raccourci Windows")),
    (b"GIF8", Nature(None, "une image GIF")),
    (b"BM", Nature(None, "une image BMP")),
    (b"II*\0", Nature(None, "une image TIFF")),
    (b"MM\0*", Nature(None, "une image TIFF")),
    (b"Rar!\x1a\x07", Nature(None, "une archive RAR")),
    (b"7z\xbc\xaf\x27\x1c", Nature(None, "une archive 7-Zip")),
    (b"\x1f\x8b", Nature(None, "une archive GZIP")),
    (b"{\\rtf", Nature(None, "un document RTF")),
    (b"\0\0\0\x0cjP  ", Nature(None, "une image JPEG 2000")),
    (b"%!PS", Nature(None, "un document PostScript")),
)
_MARQUES = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1"), "un fichier HEIC"),
    b"avif": "une image AVIF",
    b"qt  ": "une vidéo",
}
_BALISE = re.compile(rb"<(?:!doctype html|html|head|body|script|iframe|meta|title)\b", re.IGNORECASE)
_TEXTE_INTERDIT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def reconnaitre(chemin: Path) -> Nature:
    """Say what `chemin` is, from at most a few hundred kilobytes of it."""
    with chemin.open("rb") as flux:
        debut = flux.read(DEBUT)
        if debut.startswith(archive_zip.SIGNATURES):
            return Nature(*archive_zip.nature(archive_zip.lire(flux)))
        if debut.startswith(conteneur_ole.SIGNATURE):
            return Nature(*conteneur_ole.nature(conteneur_ole.noms(flux)))
    return _par_les_octets(debut)


def _par_les_octets(debut: bytes) -> Nature:
    for signature, nature in _AU_DEBUT:
        if debut.startswith(signature):
            return nature
    if debut[4:8] == b"ftyp":
        return Nature(None, _MARQUES.get(debut[8:12], "un fichier audio ou vidéo"))
    if debut.startswith(b"RIFF"):
        return Nature(None, "une image WebP" if debut[8:12] == b"WEBP" else "un fichier audio ou vidéo")
    return _texte(debut)


def _texte(debut: bytes) -> Nature:
    if _BALISE.search(debut):
        return _HTML
    if b"<svg" in debut:
        return Nature(None, "une image SVG")
    if b"%PDF-" in debut:
        return Nature(None, "un PDF précédé d’autres données")
    if debut.lstrip().startswith(b"<?xml"):
        return Nature(None, "un fichier XML")
    return _INCONNU if _TEXTE_INTERDIT.search(debut) else Nature(None, "un fichier de texte")
