"""Files of portal/static: their address carries their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
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


def _empreinte(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()[:12]
