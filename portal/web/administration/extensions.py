"""What is installed: plugins with their families, published modèles with their versions."""

from __future__ import annotations

from flask import Response, request, url_for

from portal.plugin_manager import charges
from portal.services.auteur import lister_modeles, lister_problemes
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import numero_de_page
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment


@vues.get("/administration/extensions")
@acces("administrateur")
def extensions() -> Response:
    recherche = request.args.get("q", "").strip()[:100]
    return page_ou_fragment(
        "administration/extensions.html",
        "modeles",
        plugins=charges(portail().extensions),
        liste=lister_modeles(portail(), recherche, numero_de_page()),
        problemes=len(lister_problemes(portail())),
        recherche=recherche,
        adresse=lambda page: url_for("administration.extensions", q=recherche or None, page=page),
    )
