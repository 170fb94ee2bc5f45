"""The page of one candidature."""

from __future__ import annotations

from flask import Response

from portal.services.perimetre import contexte_pour
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.htmx import page_ou_fragment


@vues.get("/gestion/candidatures/<cle>")
@acces("gestionnaire")
def candidature(cle: str) -> Response:
    contexte = contexte_pour(portail(), agent_courant(), cle)
    return page_ou_fragment("gestionnaire/candidature.html", "contenu", contexte=contexte)
