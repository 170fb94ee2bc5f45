"""Convocations by the thousand: what the worker does of them per second and per core.

`python -m bench.convocations [number]` (10,000 by default) draws them all, on every core, each core its own
process as several workers would. Beside it, xhtml2pdf alone on the same HTML, in as many processes. Time is
that of the processor, user and system: what else the machine does does not count.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from xhtml2pdf import pisa  # noqa: TID251 — the yardstick itself

from bench.etabli import MAINTENANT, portail_ouvert
from bench.rapport import Ligne, imprimer
from bench.reglages import reglages
from bench.reponses import CS
from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.adapters.pdf import _declarer_polices
from portal.app import create_app
from portal.db import db
from portal.services import document, inscription, operation
from portal.services.operations.avancement import TACHE
from portal.services.perimetre import agent_de
from portal.services.portail import Portail
from portal.services.tache import executer_prochaine
from portal.tables import Document
from tests.copies import copier
from tests.fabriques import agent, compte
from tests.parcours import remplir

NOMBRE, DANS_MAKE_BENCH = 10_000, 300
TEMOINS = 60  # pages that xhtml2pdf alone draws: enough for a rate, the pages being alike
AU_MOINS = 0.8
TITRES = "N° candidature;Épreuve;Date;Heure;Lieu;Salle;Consigne"


def mesurer(nombre: int = DANS_MAKE_BENCH) -> Iterator[Ligne]:
    """Prepare, do and draw `nombre` convocations; yield what it took."""
    with TemporaryDirectory() as nom:
        dossier = Path(nom)
        lignes = _convoquer(dossier, nombre)
        documents = _a_dessiner(dossier)
        coeurs = os.cpu_count() or 1
        duree = _en_parallele(partial(_dessiner, dossier), documents, coeurs)
        seul = _en_parallele(_temoin, _pages(dossier, documents[:TEMOINS]), coeurs)
    portail, temoin = 1 / duree, 1 / seul
    yield Ligne(f"{nombre} convocations préparées et décidées", f"{nombre / lignes:.0f} lignes/s")
    yield Ligne(
        f"{nombre} convocations dessinées, {coeurs} cœurs", f"{portail:.2f} PDF/s/cœur",
        f"{temoin:.2f} PDF/s/cœur", temoin / portail, 1 / AU_MOINS,
    )  # fmt: skip


def _convoquer(dossier: Path, nombre: int) -> float:
    """Publish the convocations, their PDF left to draw; return how long the lines took (seconds)."""
    app = portail_ouvert(dossier)
    portail: Portail = app.extensions["portail"]
    with app.app_context():
        candidat = compte().candidat
        assert candidat is not None
        candidature = remplir(portail, candidat, CS.slug, CS.reponses)
        inscription.enregistrer(portail, candidat, candidature.cle)
        numeros = copier(candidature.cle, nombre)
        rangees = [f"{n};E1;10/06/2026;09:00;Lycée Roger Claustres, Clermont-Ferrand;B12;" for n in numeros]
        octets = "\r\n".join([TITRES, *rangees]).encode()
        lui = agent_de(portail, agent().id)
        depart = time.process_time()
        cle = operation.preparer_fichier(portail, lui, "convocation", {"titre": "Écrits"}, octets, "c.csv")
        _vider(portail)
        operation.lancer(portail, lui, cle)
        _vider(portail)
        duree = time.process_time() - depart
        db.session.remove()
        db.engine.dispose()
    return duree


def _vider(portail: Portail) -> None:
    """Do the slices of the operation; the documents wait."""
    travaux = {TACHE: operation.travail, document.TACHE: lambda *_: None}
    while executer_prochaine(portail, travaux):
        pass


def _a_dessiner(dossier: Path) -> list[int]:
    with _ouvrir(dossier).app_context():
        demande = select(Document.id).where(Document.code.startswith("convocation."))
        return list(db.session.scalars(demande.order_by(Document.id)))


def _pages(dossier: Path, documents: Sequence[int]) -> list[str]:
    app = _ouvrir(dossier)
    with app.app_context():
        portail: Portail = app.extensions["portail"]
        return [document._page(portail, db.session.get_one(Document, un)) for un in documents]


def _en_parallele(travail: Callable[[Any, Any], None], choses: Sequence[Any], coeurs: int) -> float:
    """Share `choses` between processes; return the seconds of processor that each of them took."""
    contexte = multiprocessing.get_context("spawn")
    durees = contexte.Queue()
    tous = [
        contexte.Process(target=travail, args=(list(choses[rang::coeurs]), durees)) for rang in range(coeurs)
    ]
    for un in tous:
        un.start()
    chacune = sum(durees.get() for _ in tous) / coeurs
    for un in tous:
        un.join()
    assert [un.exitcode for un in tous] == [0] * coeurs
    return chacune


def _dessiner(dossier: Path, documents: Sequence[int], durees: Any) -> None:
    """What a worker does of each: page, PDF, file read back, row and mail."""
    app = _ouvrir(dossier)
    with app.app_context():
        portail: Portail = app.extensions["portail"]
        document.produire(portail, documents[0])  # the fonts and the modèle are read once
        depart = time.process_time()
        for un in documents[1:]:
            document.produire(portail, un)
        durees.put((time.process_time() - depart) / len(documents[1:]))


def _temoin(pages: Sequence[str], durees: Any) -> None:
    _declarer_polices()  # the same letters: Helvetica is in every reader, and half the work
    pisa.CreatePDF(pages[0], dest=io.BytesIO(), encoding="utf-8")
    depart = time.process_time()
    for page in pages[1:]:
        pisa.CreatePDF(page, dest=io.BytesIO(), encoding="utf-8")
    durees.put((time.process_time() - depart) / len(pages[1:]))


def _ouvrir(dossier: Path) -> Any:
    logging.disable(logging.WARNING)
    horloge = HorlogeReglable(MAINTENANT)
    return create_app(reglages(dossier), horloge=horloge, courrier=CourrierMemoire(), reveil=lambda: None)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    for ligne in mesurer(int(sys.argv[1]) if len(sys.argv) > 1 else NOMBRE):
        imprimer(ligne)
