"""Files of portal/static and of plugins: their address carries their content, so that browsers may keep
them for a year.

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
    """Put `?v=…` into the addresses that `url_for('static', …)` and `url_for('<plugin>.static', …)` make."""
    lire = _empreinte if app.debug else cache(_empreinte)

    if not app.debug:
        app.jinja_env.globals["url_for"] = _adresses(app)

    @app.url_defaults
    def versionner(vue: str, valeurs: dict[str, Any]) -> None:
        fichier = str(valeurs.get("filename", ""))
        dossier = dossier_de(app, vue) if fichier.endswith(VERSIONNES) else None
        if dossier is not None and (dossier / fichier).is_file():
            valeurs["v"] = lire(dossier / fichier)

    @app.after_request
    def garder(reponse: Response) -> Response:
        sert = dossier_de(app, request.endpoint) is not None
        if sert and reponse.status_code == 200 and "v" in request.args:
            reponse.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return reponse


def dossier_de(app: Flask, vue: str | None) -> Path | None:
    """Return the folder whose files a view serves: the portal's, or a plugin's; None for any other view."""
    porteur, _, nom = (vue or "").rpartition(".")
    source = app.blueprints.get(porteur) if porteur else app
    if nom != "static" or source is None or not source.static_folder:
        return None
    return Path(source.static_folder)


def _adresses(app: Flask) -> Callable[..., str]:
    """Return `url_for` for the templates, which keeps the addresses of files, by the prefix of the portal."""
    gardees: dict[tuple[str, str, str], str] = {}

    def url_for(vue: str, **valeurs: Any) -> str:
        if valeurs.keys() != {"filename"}:
            return app.url_for(vue, **valeurs)
        cle = (request.script_root, vue, valeurs["filename"])
        if cle in gardees:
            return gardees[cle]
        adresse = app.url_for(vue, **valeurs)
        if dossier_de(app, vue) is not None:
            gardees[cle] = adresse
        return adresse

    return url_for


def _empreinte(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()[:12]
