"""The antivirus: what it says is believed, what it does not say is never taken for « sain »."""

import io
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.adapters.antivirus import (
    Antivirus,
    AntivirusMemoire,
    ClamAV,
    SansAntivirus,
    Verdict,
    antivirus_pour,
)

VIRUS = b"X5O!P%@AP" + b"-faux-virus"
Conduite = Callable[[socket.socket], None]


class FauxClamd:
    """A clamd on a unix socket or a port of this machine, which behaves as it is told to."""

    def __init__(self, conduite: Conduite, chemin: Path | None) -> None:
        self._conduite = conduite
        self._ecoute = socket.socket(socket.AF_UNIX) if chemin else socket.socket()
        self._ecoute.bind(str(chemin) if chemin else ("127.0.0.1", 0))
        self._ecoute.listen()
        self.url = f"unix:{chemin}" if chemin else f"tcp://127.0.0.1:{self._ecoute.getsockname()[1]}"
        self._fil = threading.Thread(target=self._servir)
        self._fil.start()

    def fermer(self) -> None:
        self._fil.join()
        self._ecoute.close()

    def _servir(self) -> None:
        prise, _ = self._ecoute.accept()
        with prise:
            self._conduite(prise)


def lire(prise: socket.socket) -> bytes:
    """Read what INSTREAM sends, to its end."""
    flux = prise.makefile("rb")
    assert flux.read(10) == b"zINSTREAM\0"
    recu = b""
    while longueur := struct.unpack("!L", flux.read(4))[0]:
        recu += flux.read(longueur)
    flux.close()
    return recu


def juge(prise: socket.socket) -> None:
    prise.sendall(b"stream: Faux.Virus FOUND\0" if VIRUS in lire(prise) else b"stream: OK\0")


def dit(reponse: bytes) -> Conduite:
    def faire(prise: socket.socket) -> None:
        lire(prise)
        for octet in reponse:
            prise.sendall(bytes([octet]))

    return faire


def refuse_en_route(prise: socket.socket) -> None:
    prise.recv(100)
    prise.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def raccroche(prise: socket.socket) -> None:
    prise.recv(100)


def se_tait(prise: socket.socket) -> None:
    while prise.recv(65536):
        pass


@pytest.fixture(params=["unix", "tcp"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Conduite], ClamAV]]:
    lances: list[FauxClamd] = []

    def lancer(conduite: Conduite) -> ClamAV:
        lances.append(FauxClamd(conduite, tmp_path / "clamd" if request.param == "unix" else None))
        return ClamAV(lances[0].url, delai_s=0.3)

    yield lancer
    for un in lances:
        un.fermer()


Clamd = Callable[[Conduite], ClamAV]


def test_un_fichier_sain_est_dit_sain(clamd: Clamd) -> None:
    assert clamd(juge).examiner(io.BytesIO(os.urandom(300_000))) == Verdict("sain")


def test_un_virus_est_nomme(clamd: Clamd) -> None:
    assert clamd(juge).examiner(io.BytesIO(b"x" * 100_000 + VIRUS)) == Verdict("infecte", "Faux.Virus")


def test_une_reponse_en_miettes_est_lue_entiere(clamd: Clamd) -> None:
    assert clamd(dit(b"stream: Faux.Virus FOUND\0")).examiner(io.BytesIO(b"x")).avis == "infecte"


@pytest.mark.parametrize(
    "conduite",
    [
        raccroche,
        se_tait,
        refuse_en_route,
        dit(b""),
        dit(b"stream: O"),
        dit(b"INSTREAM size limit exceeded. ERROR\0"),
    ],
    ids=["raccroche", "se_tait", "refuse_en_route", "muet", "coupe", "trop_gros"],
)
def test_ce_qui_n_est_pas_un_jugement_n_est_pas_sain(clamd: Clamd, conduite: Conduite) -> None:
    assert clamd(conduite).examiner(io.BytesIO(b"x" * 3_000_000)) == Verdict("indisponible")


@pytest.mark.parametrize("url", ["unix:/nulle/part/clamd.ctl", "tcp://127.0.0.1:1"])
def test_un_antivirus_eteint_est_indisponible(url: str) -> None:
    assert antivirus_pour(url).examiner(io.BytesIO(b"x")) == Verdict("indisponible")


def test_sans_antivirus_rien_n_est_examine() -> None:
    sans = antivirus_pour(None)
    assert isinstance(sans, SansAntivirus)
    assert sans.examiner(io.BytesIO(VIRUS)) == Verdict("non_examine")


def test_le_double_des_tests_juge_et_tombe_en_panne() -> None:
    memoire = AntivirusMemoire({VIRUS: "Faux.Virus"})
    double: Antivirus = memoire
    assert double.examiner(io.BytesIO(VIRUS)) == Verdict("infecte", "Faux.Virus")
    assert double.examiner(io.BytesIO(b"x")) == Verdict("sain")
    memoire.panne = True
    assert double.examiner(io.BytesIO(b"x")) == Verdict("indisponible")
