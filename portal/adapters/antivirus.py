"""Asks an antivirus about a file. Whatever goes wrong, the answer is « not examined yet », never an error.

A deposit never waits for a dead antivirus: what is not « sain » is kept, and not shown to staff until it is.
The dialogue with ClamAV is INSTREAM (clamd(8)): pieces of the file, each after its length, then 0.
"""

from __future__ import annotations

import logging
import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol
from urllib.parse import urlsplit

Avis = Literal["sain", "infecte", "indisponible", "non_examine"]

DELAI_S = 20.0
MORCEAU = 64 * 1024
REPONSE_MAX = 4096
PORT = 3310
_journal = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`nom` is that of the virus when `avis` is « infecte », "" otherwise."""

    avis: Avis
    nom: str = ""


class Antivirus(Protocol):
    def examiner(self, flux: BinaryIO) -> Verdict:
        """Read `flux` to its end and judge it. Never raises for what the antivirus does."""
        ...


class SansAntivirus:
    """None is configured: nothing is read, « non_examine »."""

    def examiner(self, flux: BinaryIO) -> Verdict:
        return Verdict("non_examine")


class AntivirusMemoire:
    """The twin for tests: what holds one of `signatures` is infected. `panne` makes it unreachable."""

    def __init__(self, signatures: dict[bytes, str] | None = None) -> None:
        self.signatures = signatures or {}
        self.panne = False
        self.examines = 0

    def examiner(self, flux: BinaryIO) -> Verdict:
        if self.panne:
            return Verdict("indisponible")
        self.examines += 1
        octets = flux.read()
        noms = [nom for signature, nom in self.signatures.items() if signature in octets]
        return Verdict("infecte", noms[0]) if noms else Verdict("sain")


class ClamAV:
    """clamd behind `unix:/path` or `tcp://host:port`; `delai_s` bounds each wait for it."""

    def __init__(self, url: str, delai_s: float = DELAI_S) -> None:
        self._url, self._delai_s = url, delai_s

    def examiner(self, flux: BinaryIO) -> Verdict:
        try:
            with self._connecter() as prise:
                reponse = _demander(prise, flux)
        except OSError as erreur:
            _journal.warning("antivirus: %s", erreur or type(erreur).__name__)
            return Verdict("indisponible")
        return _lire(reponse)

    def _connecter(self) -> socket.socket:
        adresse = urlsplit(self._url)
        if adresse.scheme == "tcp":
            return socket.create_connection((adresse.hostname or "", adresse.port or PORT), self._delai_s)
        prise = socket.socket(socket.AF_UNIX)
        try:
            prise.settimeout(self._delai_s)
            prise.connect(adresse.path)
        except OSError:
            prise.close()
            raise
        return prise


def antivirus_pour(url: str | None) -> Antivirus:
    """Return the antivirus that the setting `antivirus_url` names, SansAntivirus when it is None."""
    return ClamAV(url) if url else SansAntivirus()


def _demander(prise: socket.socket, flux: BinaryIO) -> bytes:
    """Send the file, return the answer. clamd may answer and close before the end: what it said counts."""
    try:
        prise.sendall(b"zINSTREAM\0")
        while morceau := flux.read(MORCEAU):
            prise.sendall(struct.pack("!L", len(morceau)) + morceau)
        prise.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        _journal.warning("antivirus: it closed before the end of the file")
    reponse = b""
    while b"\0" not in reponse and len(reponse) < REPONSE_MAX and (recu := prise.recv(REPONSE_MAX)):
        reponse += recu
    return reponse


def _lire(reponse: bytes) -> Verdict:
    """« stream: OK », « stream: Eicar FOUND »; anything else (size limit, error, nothing) is no judgement."""
    texte = reponse.split(b"\0")[0].decode("utf-8", "replace").removeprefix("stream: ").strip()
    if texte == "OK":
        return Verdict("sain")
    if texte.endswith(" FOUND"):
        return Verdict("infecte", texte.removesuffix(" FOUND"))
    _journal.warning("antivirus: %r is no judgement", texte[:200])
    return Verdict("indisponible")
