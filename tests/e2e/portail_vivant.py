"""A whole demonstration in the process of the tests: shipped modèles open now, mails and PDF that arrive."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from playwright._impl._api_structures import SetCookieParam
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.adapters.horloge import HorlogeSysteme
from portal.app import create_app
from portal.cli.serveur import preparer
from portal.config import Config
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte
from portal.worker import travailler
from tests import fabriques
from tests.client import ClientMaison

MODELES = Path(__file__).parents[2] / "exam_templates"


class Silencieux(WSGIRequestHandler):
    """Writes no line per request: what a failed test shows stays short."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


@dataclass
class HorlogeDecalable:
    """The clock of the machine, moved by `avance`: what closes in days closes in the test."""

    avance: timedelta = timedelta()

    def maintenant(self) -> datetime:
        return HorlogeSysteme().maintenant() + self.avance


@dataclass
class PortailVivant:
    """A running portal. `eveil` rings the worker."""

    app: Flask
    adresse: str
    horloge: HorlogeDecalable
    eveil: threading.Event = field(default_factory=threading.Event)
    arret: bool = False

    @property
    def portail(self) -> Portail:
        ouvert: Portail = self.app.extensions["portail"]
        return ouvert

    def travailler(self) -> None:
        """Do what the worker does, until the portal stops."""
        while not self.arret:
            self.eveil.wait(5)
            self.eveil.clear()
            with self.app.app_context():
                travailler(self.portail)

    @contextmanager
    def personne(self, profil: str = "candidat") -> Iterator[tuple[Compte, SetCookieParam]]:
        """Give a new account, and the cookie of somebody who logged in with it; services may be called."""
        with self.app.app_context():
            compte = fabriques.compte(profil)
            if compte.candidat is not None:
                db.session.refresh(compte.candidat)
            yield compte, self.temoin(compte)

    def temoin(self, compte: Compte) -> SetCookieParam:
        """Return the cookie of somebody who has just logged in."""
        client = ClientMaison(self.app, self.app.response_class)
        client.connecter(compte)
        recu = client.get_cookie("portail", domain="localhost")
        assert recu is not None
        return {"name": "portail", "value": recu.value, "url": self.adresse}

    def candidat(self, compte: Compte) -> Candidat:
        """Return the candidate of an account, as the database has it now."""
        db.session.rollback()
        return db.session.scalars(select(Candidat).where(Candidat.compte_id == compte.id)).one()

    def candidature(self, cle: str) -> Candidature:
        """Return a candidature, as the database has it now."""
        db.session.rollback()
        return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


@contextmanager
def portail_vivant(
    dossier: Path, extensions: object, modeles: Path = MODELES, avance: timedelta = timedelta()
) -> Iterator[PortailVivant]:
    """Start a portal in an empty folder, with everything that `make run` prepares.

    In: the folder of its modèles, and how far its clock is moved from the start.
    """
    serveur = make_server(
        "127.0.0.1", 0, lambda *demande: vivant.app(*demande), threaded=True, request_handler=Silencieux
    )
    adresse = f"http://localhost:{serveur.server_port}"
    config = Config(
        mode="demonstration",
        secret_key="un secret qui ne sert qu'aux tests et à rien d'autre",
        database_url=f"sqlite:///{dossier / 'portail.db'}",
        data_dir=dossier,
        base_url=adresse,
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
        exam_templates=modeles,
    )
    horloge, eveil = HorlogeDecalable(avance), threading.Event()
    app = create_app(config, horloge=horloge, extensions=extensions, reveil=eveil.set)
    vivant = PortailVivant(app, adresse, horloge, eveil)
    preparer(app)
    fils = [threading.Thread(target=travail) for travail in (serveur.serve_forever, vivant.travailler)]
    for fil in fils:
        fil.start()
    try:
        yield vivant
    finally:
        serveur.shutdown()
        vivant.arret = True
        eveil.set()
        for fil in fils:
            fil.join()
        serveur.server_close()
        with app.app_context():
            db.engine.dispose()
