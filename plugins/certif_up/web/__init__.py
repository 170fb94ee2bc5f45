"""Pages of Certif-UP: what candidates ask of their NUC, the screens of a centre, those of the union."""

from __future__ import annotations

from flask import Blueprint

vues = Blueprint(
    "certif_up", __name__, url_prefix="/certif-up", template_folder="../templates", static_folder="../static"
)

from plugins.certif_up.web import centre, national, nuc  # noqa: E402, F401 — they add their addresses
