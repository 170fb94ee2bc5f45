"""« Ouverture des services »: the registration periods, level by level (guide 002 §2)."""

from __future__ import annotations

from flask import Response, request

from portal.domain.selection import selectionner
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment
from portal.web.public import public


@public.get("/services")
@acces("public")
def services() -> Response:
    maintenant = portail().horloge.maintenant()
    selection = selectionner(portail().modeles.index(), request.args, maintenant)
    return page_ou_fragment("public/services.html", "choix", selection=selection)
