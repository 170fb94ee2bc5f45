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
    """Make the application that the environment describes."""
    config = Config(
        mode="test",
        secret_key=SECRET,
        database_url=os.environ["ESSAI_BASE"],
        data_dir=Path(os.environ["ESSAI_DOSSIER"]),
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )
    horloge = HorlogeReglable(datetime.fromisoformat(os.environ["ESSAI_INSTANT"]))
    app = create_app(config, horloge=horloge, courrier=CourrierMemoire(), reveil=lambda: None)
    app.after_request(_signer)
    (config.data_dir / f"pret-{os.getpid()}").touch()
    return app


def _signer(reponse: Response) -> Response:
    """Say which process answers."""
    reponse.headers["X-Processus"] = str(os.getpid())
    return reponse
