"""Reads the list of names of a ZIP, and nothing else: what is in it is never decompressed.

The central directory is read from the end, up to LISTE_MAX bytes and NOMS_MAX names; beyond, it is « a ZIP ».
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
LISTE_MAX = 256 * 1024
NOMS_MAX = 4096
_FIN = struct.Struct("<4s4H2LH")
_ENTREE = struct.Struct("<4s4B4HL2L5H2L")
_COMMENTAIRE_MAX = 65535


@dataclass(frozen=True, slots=True)
class Liste:
    """The names of a ZIP. `entiere` is False when the list was too long to be read to its end."""

    noms: tuple[str, ...]
    protegee: bool = False
    entiere: bool = True


def lire(flux: BinaryIO) -> Liste | None:
    """Return the names, None when the archive has no readable directory (cut half-way, damaged)."""
    taille = flux.seek(0, 2)
    flux.seek(max(0, taille - _FIN.size - _COMMENTAIRE_MAX))
    queue = flux.read()
    ou = queue.rfind(b"PK\x05\x06")
    if ou < 0 or len(queue) - ou < _FIN.size:
        return None
    *_, nombre, longueur, debut, _commentaire = _FIN.unpack_from(queue, ou)
    if nombre == 0xFFFF or 0xFFFFFFFF in (longueur, debut):  # ZIP64: never under a few gigabytes
        return Liste((), entiere=False)
    place = taille - len(queue) + ou - longueur
    if place < 0 or debut > place:
        return None
    flux.seek(place)
    return _entrees(flux.read(min(longueur, LISTE_MAX)), nombre)


def _entrees(octets: bytes, nombre: int) -> Liste | None:
    noms: list[str] = []
    place, protegee = 0, False
    while len(noms) < min(nombre, NOMS_MAX) and place + _ENTREE.size <= len(octets):
        champs = _ENTREE.unpack_from(octets, place)
        if champs[0] != b"PK\x01\x02":
            return None
        protegee = protegee or bool(champs[5] & 1)
        long_nom, long_extra, long_commentaire = champs[12], champs[13], champs[14]
        place += _ENTREE.size
        noms.append(octets[place : place + long_nom].decode("utf-8", "replace"))
        place += long_nom + long_extra + long_commentaire
    return Liste(tuple(noms), protegee, len(noms) == nombre)


def nature(liste: Liste | None) -> tuple[str | None, str, str]:
    """Return the format, the French label and the reason of the refusal that a list of names tells."""
    if liste is None:
        return None, "une archive ZIP incomplète", "illisible"
    noms = set(liste.noms)
    if not noms and liste.entiere:
        return None, "une archive ZIP vide", "vide"
    if liste.protegee:
        return None, "une archive ZIP protégée par un mot de passe", "format"
    if "[Content_Types].xml" in noms:
        return _office(noms)
    if "META-INF/MANIFEST.MF" in noms:
        return None, "un programme Java ou Android", "format"
    if "mimetype" in noms and "META-INF/manifest.xml" in noms:
        return None, "un document OpenDocument", "format"
    return "zip", "une archive ZIP", "format"


def _office(noms: set[str]) -> tuple[str | None, str, str]:
    if any(nom.endswith("vbaProject.bin") for nom in noms):
        return None, "un document Office qui contient des macros", "format"
    if any(nom.startswith("word/") for nom in noms):
        return "docx", "un document Word", "format"
    if any(nom.startswith("xl/") for nom in noms):
        return None, "un classeur Excel", "format"
    if any(nom.startswith("ppt/") for nom in noms):
        return None, "une présentation PowerPoint", "format"
    return "zip", "une archive ZIP", "format"
