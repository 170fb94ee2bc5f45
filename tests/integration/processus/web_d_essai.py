"""The web application for a real server of the tests: real but for its clock, which stands still."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from flask import Flask, Response

from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.app import create_app
from portal.config import Config

SECRET = "un secret qui ne sert qu'aux tests et à rien d'autre"


def application() -> Flask:
    """Make the application that the environment describes, for one process of gunicorn."""
    dossier = Path(os.environ["ESSAI_DOSSIER"])
    app = ouvrir(os.environ["ESSAI_BASE"], dossier, os.environ["ESSAI_INSTANT"])
    annoncer(app, dossier)
    return app


def ouvrir(base: str, dossier: Path, instant: str) -> Flask:
    """Make an application whose clock stands still at `instant`."""
    config = Config(
        mode="test",
        secret_key=SECRET,
        database_url=base,
        data_dir=dossier,
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )
    horloge = HorlogeReglable(datetime.fromisoformat(instant))
    return create_app(config, horloge=horloge, courrier=CourrierMemoire(), reveil=lambda: None)


def annoncer(app: Flask, dossier: Path) -> None:
    """Say that this process is ready, then which process gives each answer."""
    app.after_request(_signer)
    (dossier / f"pret-{os.getpid()}").touch()


def _signer(reponse: Response) -> Response:
    reponse.headers["X-Processus"] = str(os.getpid())
    return reponse
