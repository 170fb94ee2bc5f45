"""`portal serve` as an operator runs it: one tree of processes, from an empty folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ATTENTE_S = 60


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as libre:
        return int(libre.getsockname()[1])


@pytest.fixture
def serveur(port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environnement = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PORTAL_")}
    environnement |= {
        "PORTAL_MODE": "demonstration",
        "PORTAL_DATA_DIR": str(tmp_path),
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    with (tmp_path / "journal.txt").open("wb") as journal:
        commande = [sys.executable, "-m", "portal", "serve", "--processes", "1", "--sans-candidatures"]
        processus = subprocess.Popen(commande, env=environnement, stdout=journal, stderr=journal)
        yield processus
        processus.terminate()
        processus.wait(ATTENTE_S)


def repond(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/aide", timeout=5) as reponse:
            return bool(reponse.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def enfants(pid: int, mot: str) -> list[int]:
    """The children of a process whose command line holds a word (Linux)."""
    trouves = []
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((dossier / "stat").read_text().rpartition(")")[2].split()[1])
            commande = (dossier / "cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        trouves += [int(dossier.name)] if parent == pid and mot in commande.split("\0") else []
    return trouves


def attendre(condition: object) -> None:
    assert callable(condition)
    fin = time.monotonic() + ATTENTE_S
    while not condition():
        assert time.monotonic() < fin, "waited too long"
        time.sleep(0.1)


def test_du_dossier_vide_a_la_page_et_jusqu_a_l_arret(
    serveur: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    attendre(lambda: repond(port))
    (ouvrier,) = enfants(serveur.pid, "worker")
    os.kill(ouvrier, signal.SIGKILL)
    attendre(lambda: enfants(serveur.pid, "worker") not in ([], [ouvrier]))
    assert repond(port), "the web server does not care"
    serveur.terminate()
    assert serveur.wait(ATTENTE_S) == 0
    assert not repond(port)
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_un_en_tete_du_lecteur_ne_change_pas_les_adresses(
    serveur: subprocess.Popen[bytes], port: int
) -> None:
    """Gunicorn believes SCRIPT_NAME from 127.0.0.1, where the proxy is: a reader could say it through it."""
    attendre(lambda: repond(port))
    demande = urllib.request.Request(f"http://127.0.0.1:{port}/aide", headers={"SCRIPT_NAME": "/aide"})
    with urllib.request.urlopen(demande, timeout=5) as reponse:
        assert b'href="/static/' in reponse.read()
