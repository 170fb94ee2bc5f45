"""Files of portal/static: their address carries their content, so that browsers may keep them for a year.

A page names some thirty of them, one per drawing: their addresses are made once per process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

# Not the fonts: the style sheet names them without a version, and they never change.
VERSIONNES = (".css", ".js", ".svg")


def init_app(app: Flask) -> None:
    """Put `?v=…` into the addresses that `url_for('static', …)` makes."""
    dossier = Path(app.static_folder or "")
    lire = _empreinte if app.debug else cache(_empreinte)

    if not app.debug:
        app.jinja_env.globals["url_for"] = _adresses(app)

    @app.url_defaults
    def versionner(vue: str, valeurs: dict[str, Any]) -> None:
        fichier = str(valeurs.get("filename", ""))
        if vue == "static" and fichier.endswith(VERSIONNES) and (dossier / fichier).is_file():
            valeurs["v"] = lire(dossier / fichier)

    @app.after_request
    def garder(reponse: Response) -> Response:
        if request.endpoint == "static" and reponse.status_code == 200 and "v" in request.args:
            reponse.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return reponse


def _adresses(app: Flask) -> Callable[..., str]:
    """Return `url_for` for the templates, which keeps the addresses of files, by the prefix of the portal."""
    gardees: dict[tuple[str, str], str] = {}

    def url_for(vue: str, **valeurs: Any) -> str:
        if vue != "static" or valeurs.keys() != {"filename"}:
            return app.url_for(vue, **valeurs)
        cle = (request.script_root, valeurs["filename"])
        if cle not in gardees:
            gardees[cle] = app.url_for(vue, **valeurs)
        return gardees[cle]

    return url_for


def _empreinte(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()[:12]
