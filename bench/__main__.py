"""How fast the portal starts, serves its public pages and writes; bounded to some seconds each."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from bench.serveur import demonstration
from portal import db as base_de_donnees
from portal.db import db, ecriture
from portal.migrations import migrer
from portal.tables import Compteur

PAGES = ("/", "/services", "/aide", "/connexion", "/compte/creer")
DEMANDES, CLIENTS, ECRITURES = 200, 8, 500


def main() -> None:
    print(f"python -c 'import portal.app'     {importer():8.2f} s")
    print(f"write transactions, one process   {ecrire():8.0f} /s")
    depart = time.perf_counter()
    with demonstration() as adresse:
        print(f"portal serve, empty folder        {time.perf_counter() - depart:8.2f} s")
        for page in PAGES:
            debit, mediane, lente = demander(adresse + page)
            print(f"GET {page:<30}{debit:8.0f} /s   median {mediane:5.1f} ms   p95 {lente:5.1f} ms")


def importer() -> float:
    depart = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import portal.app"], check=True)
    return time.perf_counter() - depart


def ecrire() -> float:
    app = Flask("bench")
    with tempfile.TemporaryDirectory() as dossier:
        base_de_donnees.init_app(app, f"sqlite:///{dossier}/bench.db")
        with app.app_context():
            migrer(db.engine)
            debit = ECRITURES / chronometrer(_ecrire_des_lignes)
            db.engine.dispose()
    return debit


def _ecrire_des_lignes() -> None:
    for n in range(ECRITURES):
        with ecriture() as s:
            s.add(Compteur(cle=str(n), n=n))


def demander(adresse: str) -> tuple[float, float, float]:
    """Requests a second, median and 95th percentile in milliseconds, for CLIENTS at once."""
    durees: list[float] = []

    def une_demande(_: int) -> None:
        durees.append(chronometrer(lambda: urllib.request.urlopen(adresse, timeout=30).read()) * 1000)

    with ThreadPoolExecutor(CLIENTS) as fils:
        total = chronometrer(lambda: list(fils.map(une_demande, range(DEMANDES))))
    return DEMANDES / total, statistics.median(durees), statistics.quantiles(durees, n=20)[-1]


def chronometrer(action: Callable[[], object]) -> float:
    depart = time.perf_counter()
    action()
    return time.perf_counter() - depart


main()
