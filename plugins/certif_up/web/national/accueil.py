"""The home of the union: what waits, the figures in short, where to go."""

from __future__ import annotations

from flask import render_template

from plugins.certif_up.services import national as service
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import union
from portal.web.acces import acces
from portal.web.courant import portail


@vues.get("/national")
@acces("gestionnaire")
def national() -> str:
    return render_template(
        "certif_up/national/accueil.html", accueil=service.accueil(portail(), union()), famille=FAMILLE
    )
