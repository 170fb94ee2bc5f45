"""The worker as it really runs: its own process, woken up, killed, replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal.db import db, ecriture
from portal.services.courriel import deposer_courriel
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant
from portal.worker import reveil

LIENS = {"lien_connexion": "http://localhost/connexion", "lien_oublie": "http://localhost/oublie"}
ATTENTE_S = 30


@pytest.fixture
def environnement(base: str, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PORTAL_MODE": "demonstration",
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": base,
        "PORTAL_SECRET_KEY": "un secret qui ne sert qu'aux tests et à rien d'autre",
    }


@contextmanager
def ouvrier(environnement: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    processus = subprocess.Popen(
        [sys.executable, "-m", "portal", "worker"], env=environnement, stderr=subprocess.DEVNULL
    )
    try:
        yield processus
    finally:
        processus.kill()
        processus.wait()


def attendre(condition: Callable[[], bool]) -> None:
    fin = time.monotonic() + ATTENTE_S
    while not condition():
        assert time.monotonic() < fin, "waited too long"
        time.sleep(0.05)


def nombre(etat: str) -> int:
    db.session.rollback()
    requete = select(func.count()).select_from(CourrielSortant).where(CourrielSortant.etat == etat)
    return db.session.scalar(requete) or 0


def deposer(portail: Portail, n: int) -> None:
    for _ in range(n):
        with ecriture():
            deposer_courriel(portail, "compte_existant", "elise@example.org", LIENS)


def test_l_ouvrier_est_reveille_par_le_commit(portail: Portail, environnement: dict[str, str]) -> None:
    eveille = replace(portail, reveil=reveil(portail.config))
    with ouvrier(environnement) as processus:
        deposer(eveille, 1)
        attendre(lambda: nombre("envoye") == 1)
        depart = time.monotonic()
        deposer(eveille, 1)
        attendre(lambda: nombre("envoye") == 2)
        assert time.monotonic() - depart < 10, "far below the minute of the sweep"
        processus.send_signal(signal.SIGTERM)
        assert processus.wait(20) == 0


def test_un_ouvrier_tue_n_emporte_aucun_courriel(portail: Portail, environnement: dict[str, str]) -> None:
    """Killed in the middle of three hundred mails: the next worker finishes, and none is sent twice."""
    deposer(portail, 300)
    with ouvrier(environnement) as victime:
        attendre(lambda: nombre("envoye") >= 10)
        victime.send_signal(signal.SIGKILL)
        victime.wait()
    assert nombre("envoye") < 300, "killed before the end"
    with ecriture() as s:
        s.execute(
            update(CourrielSortant)
            .where(CourrielSortant.etat == "en_cours")
            .values(bail_jusqu_a=CourrielSortant.cree_le)
        )
    with ouvrier(environnement):
        attendre(lambda: nombre("envoye") == 300)
    essais = db.session.scalars(select(CourrielSortant.tentatives)).all()
    assert sum(essais) <= 301, "at most the one in flight was tried again"
