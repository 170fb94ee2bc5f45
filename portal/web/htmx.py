"""One template for the page and its fragment: htmx gets the named block, a plain browser the page."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request
from jinja2_fragments.flask import render_block


def page_ou_fragment(gabarit: str, bloc: str, statut: int = 200, **contexte: Any) -> Response:
    """Answer with `gabarit`, or with its block `bloc` when htmx asks for it."""
    corps = (
        render_block(gabarit, bloc, **contexte) if demande_htmx() else render_template(gabarit, **contexte)
    )
    reponse = make_response(corps, statut)
    reponse.vary.add("HX-Request")
    return reponse


def demande_htmx() -> bool:
    """Say whether htmx asks for a fragment (not for the page of a history it forgot)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
