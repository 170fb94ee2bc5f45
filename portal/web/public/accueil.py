"""The home page: what is open, how it goes, what is announced."""

from __future__ import annotations

from flask import Response, make_response, render_template

from portal.domain.ouverture import annoncer
from portal.services.annonce import annonces_courantes
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.public import public


@public.get("/")
@acces("public")
def accueil() -> Response:
    maintenant = portail().horloge.maintenant()
    page = render_template(
        "public/accueil.html",
        annonces=annonces_courantes(portail()),
        ouvertures=annoncer(portail().modeles.index(), maintenant),
    )
    return make_response(page)
