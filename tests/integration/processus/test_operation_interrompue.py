"""Five hundred convocations, and a worker killed on the way: none is lost, none is done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal.db import db, ecriture
from portal.services import operation
from portal.services.portail import Portail
from portal.tables import CourrielSortant, Document, Evenement, Tache
from portal.tables.operation import LigneOperation, Operation
from portal.worker import travailler
from tests.copies import copier
from tests.integration.services.envois import agent, convocations, convoquer, inscriptions, une

CONVOQUES = 500
ATTENTE_S = 240
RACINE = Path(__file__).parents[3]


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
        [sys.executable, "-m", "tests.integration.processus.ouvrier_sans_encre"],
        env=environnement, cwd=RACINE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield processus
    finally:
        processus.kill()
        processus.wait()


def tuer_des_que(environnement: dict[str, str], condition: Callable[[], bool]) -> None:
    """Run a worker, kill it as soon as `condition` holds, and let the leases that it held run out."""
    with ouvrier(environnement) as victime:
        attendre(condition)
        victime.send_signal(signal.SIGKILL)
        victime.wait()
    with ecriture() as s:
        for table in (Tache, CourrielSortant):
            s.execute(update(table).where(table.etat == "en_cours").values(bail_jusqu_a=table.cree_le))


def attendre(condition: Callable[[], bool]) -> None:
    fin = time.monotonic() + ATTENTE_S
    while not condition():
        assert time.monotonic() < fin, "waited too long"
        time.sleep(0.02)


def compter(*conditions: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]


def convoques() -> int:
    return compter(LigneOperation.etat == "faite")


def dessinees() -> int:
    return compter(Document.code.startswith("convocation."), Document.etat == "produit")


def partis() -> int:
    return compter(CourrielSortant.cle.contains(":document_publie:"), CourrielSortant.etat == "envoye")


@pytest.mark.deux_bases
def test_cinq_cents_convocations_survivent_a_deux_morts_de_l_ouvrier(
    portail: Portail, environnement: dict[str, str]
) -> None:
    # The second engine is asked for less: what it could do otherwise shows within a hundred.
    nombre = CONVOQUES if db.engine.dialect.name == "sqlite" else CONVOQUES // 4
    [cle] = inscriptions(portail, 1)
    travailler(portail)
    numeros = copier(cle, nombre)
    lui = agent(portail)
    octets = convocations(*(f"{n};EP1;10/06/2026;09:00;Lycée Roger Claustres;B12;" for n in numeros))
    envoi = convoquer(portail, lui, octets)
    while une(envoi).etat == "en_preparation":
        travailler(portail)
    operation.lancer(portail, lui, envoi)
    tuer_des_que(environnement, lambda: convoques() >= 20)
    assert convoques() < nombre, "killed in the middle of the lines"
    assert convoques() == compter(Document.code.startswith("convocation.")), "no line without its document"
    tuer_des_que(environnement, lambda: dessinees() >= 20)
    assert dessinees() < nombre, "killed in the middle of the PDF"
    with ouvrier(environnement), ouvrier(environnement):  # two side by side, from here on
        attendre(lambda: partis() == nombre)
    verifier(nombre)


def verifier(nombre: int) -> None:
    """Each candidature: one line done, one document drawn once, one event, one mail sent."""
    assert db.session.scalars(select(Operation.etat)).all() == ["terminee"]
    assert convoques() == dessinees() == partis() == nombre
    assert compter(Document.code.startswith("convocation.")) == nombre
    assert compter(Document.code.startswith("convocation."), Document.version > 1) == 0
    assert compter(Evenement.nature == "document_publie") == nombre
    annonces = CourrielSortant.cle.contains(":document_publie:")
    assert compter(annonces) == nombre
    essais = db.session.scalars(select(CourrielSortant.tentatives).where(annonces)).all()
    assert sum(essais) <= nombre + 2, "at most the one in flight at each death was tried again"
