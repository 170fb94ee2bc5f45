"""Reads the names inside an OLE2 container (Word 97 to 2003 and its cousins), by bounded reads."""

from __future__ import annotations

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTEURS_MAX = 256
DOC = ("doc", "un document Word", "format")
_ENTREE = 128


def noms(flux: BinaryIO) -> set[str] | None:
    """Return the names of the streams and storages, None when the directory cannot be followed."""
    flux.seek(0)
    entete = flux.read(512)
    if len(entete) < 512:
        return None
    puissance = struct.unpack_from("<H", entete, 30)[0]
    if puissance not in (9, 12):
        return None
    lecteur = _Secteurs(flux, 1 << puissance, struct.unpack_from("<109L", entete, 76))
    octets = lecteur.chaine(struct.unpack_from("<L", entete, 48)[0])
    return _noms(octets) if octets else None


class _Secteurs:
    """Follows a chain of sectors through the allocation table, at most SECTEURS_MAX of them."""

    def __init__(self, flux: BinaryIO, taille: int, table: tuple[int, ...]) -> None:
        self._flux, self._taille, self._table = flux, taille, table

    def chaine(self, secteur: int) -> bytes:
        lus: list[bytes] = []
        while secteur < 0xFFFFFFFA and len(lus) < SECTEURS_MAX:
            octets = self._lire(secteur)
            if len(octets) < self._taille:
                return b""
            lus.append(octets)
            secteur = self._suivant(secteur)
        return b"".join(lus)

    def _suivant(self, secteur: int) -> int:
        par_secteur = self._taille // 4
        rang, place = divmod(secteur, par_secteur)
        table = self._lire(self._table[rang]) if rang < len(self._table) else b""
        return (
            int(struct.unpack_from("<L", table, place * 4)[0]) if len(table) == self._taille else 0xFFFFFFFE
        )

    def _lire(self, secteur: int) -> bytes:
        self._flux.seek((secteur + 1) * self._taille)
        return self._flux.read(self._taille)


def _noms(octets: bytes) -> set[str]:
    trouves = set()
    for place in range(0, len(octets) - _ENTREE + 1, _ENTREE):
        longueur = struct.unpack_from("<H", octets, place + 64)[0]
        if 2 < longueur <= 64:
            trouves.add(octets[place : place + longueur - 2].decode("utf-16-le", "replace"))
    return trouves


def nature(trouves: set[str] | None) -> tuple[str | None, str, str]:
    """Return the format, the French label and the reason of the refusal that the names tell."""
    if trouves is None:
        return None, "un document Office incomplet", "illisible"
    if "EncryptedPackage" in trouves:
        return None, "un document Office protégé par un mot de passe", "format"
    if "WordDocument" in trouves:
        macros = {"Macros", "_VBA_PROJECT_CUR"} & trouves
        return (None, "un document Office qui contient des macros", "format") if macros else DOC
    if {"Workbook", "Book"} & trouves:
        return None, "un classeur Excel", "format"
    if "PowerPoint Document" in trouves:
        return None, "une présentation PowerPoint", "format"
    return None, "un fichier d’un format inconnu", "format"
