"""A hundred thousand candidatures as a spreadsheet: time, and how much more memory the worker takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pysqlite3.dbapi2 as pilote
from sqlalchemy import select

from bench.etabli import portail_ouvert
from bench.memoire import relever
from bench.peuplement import peupler
from bench.rapport import Ligne
from portal.db import db
from portal.domain.export import PAR_DEFAUT
from portal.domain.filtre import Filtre
from portal.services import export
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import VersionModele
from portal.worker import travailler
from tests import fabriques

NOMBRE = 100_000
POUR_RIEN = Filtre(q="DURAN")  # a small export first: what the first one imports is not counted
DE_PLUS_MO = 40.0


def mesurer() -> Iterator[Ligne]:
    """Export the columns that the page proposes, in both formats."""
    with TemporaryDirectory() as nom:
        app = portail_ouvert(Path(nom))
        with app.app_context():
            portail: Portail = app.extensions["portail"]
            agent = agent_de(portail, fabriques.agent().id)
            modele = db.session.scalars(select(VersionModele.id).limit(1)).one()
            db.session.rollback()
            # In another process: what it needed of memory is not there for the export to use.
            ailleurs = get_context("spawn").Process(target=remplir, args=(f"{nom}/portail.db", modele))
            ailleurs.start()
            ailleurs.join()
            for format_ in ("xlsx", "csv"):
                yield from _mesurer(portail, agent, format_)
            db.session.remove()
            db.engine.dispose()


def remplir(fichier: str, modele: int) -> None:
    """Write the candidatures of the measure."""
    connexion = pilote.connect(fichier, isolation_level=None)
    connexion.execute("pragma synchronous=off")
    peupler(connexion, NOMBRE, modele)
    connexion.close()


def _mesurer(portail: Portail, agent: AgentEnPoste, format_: str) -> Iterator[Ligne]:
    _exporter(portail, agent, POUR_RIEN, format_)
    depart = time.process_time()
    with relever() as releve:
        lignes = _exporter(portail, agent, Filtre(), format_)
    assert lignes == NOMBRE, lignes
    nom = f"Export de {NOMBRE // 1000} 000 lignes, {format_.upper()}"
    yield Ligne(nom, f"{time.process_time() - depart:.1f} s")
    yield Ligne(f"{nom}, mémoire de plus", f"{releve.de_plus:.0f} Mo", "", releve.de_plus, DE_PLUS_MO, "Mo")


def _exporter(portail: Portail, agent: AgentEnPoste, filtre: Filtre, format_: str) -> int:
    cle = export.demander(portail, agent, filtre, PAR_DEFAUT, format_)
    travailler(portail)
    db.session.rollback()
    fait = export.lire(portail, agent, cle)
    assert fait.etat == "terminee", fait.etat
    return fait.faites
