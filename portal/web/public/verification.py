"""The page behind the code printed on every document."""

from __future__ import annotations

from flask import Response, make_response, render_template

from portal.services.authenticite import verifier
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.public import public


@public.get("/verification/<code>")
@acces("public")
def verification(code: str) -> Response:
    trouve = verifier(portail(), code)
    page = make_response(render_template("public/verification.html", document=trouve), 200 if trouve else 404)
    page.headers["X-Robots-Tag"] = "noindex"
    page.cache_control.no_store = True
    return page
