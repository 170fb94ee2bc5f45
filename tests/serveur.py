"""The portal served by gunicorn, in processes of its own, and browsers that ask it all at once."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from portal.tables import Compte
from tests.client import ClientMaison

ATTENTE_S = 60


@dataclass
class Serveur:
    """A web server on a free port, its clock still at `instant`; `application` makes what it serves."""

    base: str
    dossier: Path
    instant: str
    processus_web: int = 1
    fils: int = 6
    application: str = "tests.integration.processus.web_d_essai:application()"
    port: int = field(init=False)
    processus: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as libre:
            self.port = int(libre.getsockname()[1])

    def demarrer(self) -> None:
        commande = [
            *(sys.executable, "-m", "gunicorn", self.application),
            *("--worker-class", "gthread", "--workers", str(self.processus_web), "--threads", str(self.fils)),
            *("--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "critical"),
        ]
        environnement = os.environ | {
            "ESSAI_BASE": self.base, "ESSAI_DOSSIER": str(self.dossier), "ESSAI_INSTANT": self.instant,
        }  # fmt: skip
        for ancien in self.dossier.glob("pret-*"):
            ancien.unlink()
        self.processus = subprocess.Popen(commande, env=environnement, start_new_session=True)
        attendre(lambda: self.repond() and len([*self.dossier.glob("pret-*")]) == self.processus_web)

    def repond(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    def tuer(self) -> None:
        os.killpg(self.processus.pid, signal.SIGKILL)
        self.processus.wait(ATTENTE_S)


def attendre(condition: Callable[[], object]) -> None:
    fin = time.monotonic() + ATTENTE_S
    while not condition():
        assert time.monotonic() < fin, "waited too long"
        time.sleep(0.05)


@dataclass(frozen=True)
class Recu:
    """An answer, and which process gave it."""

    statut: int
    page: str
    processus: str


@dataclass(frozen=True)
class Navigateur:
    """A browser where somebody is logged in."""

    temoin: str
    jeton: str

    def poster(self, port: int, adresse: str, **champs: str) -> Recu:
        """Send a form on a connection of its own."""
        connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=ATTENTE_S)
        try:
            corps = urlencode({"csrf_token": self.jeton, **champs})
            entetes = {"Host": "localhost", "Cookie": f"portail={self.temoin}"}
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
            connexion.request("POST", adresse, corps, entetes)
            reponse = connexion.getresponse()
            return Recu(reponse.status, reponse.read().decode(), reponse.headers["X-Processus"])
        finally:
            connexion.close()


def navigateur(app: Flask, compte: Compte) -> Navigateur:
    """Log an account in, by the application that shares the database of the server."""
    client = ClientMaison(app, app.response_class)
    client.connecter(compte)
    jeton, temoin = client._jeton(), client.get_cookie("portail", domain="localhost")
    assert temoin is not None
    return Navigateur(temoin.value, jeton)


def ensemble(gestes: Sequence[Callable[[], Recu]]) -> list[Recu]:
    """Do everything at the same moment, each in its thread; return the answers in the same order."""
    depart = threading.Barrier(len(gestes))

    def faire(geste: Callable[[], Recu]) -> Recu:
        depart.wait(ATTENTE_S)
        return geste()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(faire, gestes))
