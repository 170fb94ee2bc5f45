"""A demonstration portal on a free port, in a folder that is thrown away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

ATTENTE_S = 120


@contextmanager
def demonstration() -> Iterator[str]:
    """Give the address of a freshly started `portal serve`."""
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    adresse = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as dossier:
        environnement = {
            **os.environ,
            "PORTAL_MODE": "demonstration",
            "PORTAL_DATA_DIR": dossier,
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        commande = [sys.executable, "-m", "portal", "serve", "--sans-candidatures"]
        with subprocess.Popen(commande, env=environnement, stdout=subprocess.DEVNULL) as serveur:
            try:
                _attendre(adresse, serveur)
                yield adresse
            finally:
                serveur.terminate()


def _attendre(adresse: str, serveur: subprocess.Popen[bytes]) -> None:
    fin = time.monotonic() + ATTENTE_S
    while time.monotonic() < fin and serveur.poll() is None:
        try:
            urllib.request.urlopen(f"{adresse}/aide", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("the portal did not start")
