"""The calendars of the périmètre, and the extension of a whole session after an incident."""

from __future__ import annotations

from flask import Response

from portal.web.acces import acces
from portal.web.gestionnaire import vues
from portal.web.htmx import page_ou_fragment


@vues.get("/gestion/sessions")
@acces("gestionnaire")
def sessions() -> Response:
    return page_ou_fragment("gestionnaire/sessions.html", "contenu")
