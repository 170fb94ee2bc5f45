"""The page of one modèle: when, to what, with which pieces, and whom to write to."""

from __future__ import annotations

from flask import Response, abort, request

from portal.services.presentation import presenter_modele
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment
from portal.web.public import public


@public.get("/examens/<path:slug>")
@acces("public")
def examen(slug: str) -> Response:
    presentation = presenter_modele(portail(), slug, request.args.get("specialite"))
    if presentation is None:
        abort(404)
    modele = presentation.situation.modele
    return page_ou_fragment(
        "public/examen.html",
        "fiche",
        modele=modele,
        presentation=presentation,
        periode=modele.calendrier.inscription,
        etat=modele.calendrier.inscription.etat(presentation.situation.maintenant),
    )
