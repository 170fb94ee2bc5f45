"""The page of one modèle: who may register, when, to what, with which pieces, and whom to write to."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request

from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.public import public


@public.get("/examens/<path:slug>")
@acces("public")
def examen(slug: str) -> Response:
    abort(404)
