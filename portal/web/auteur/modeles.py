"""The published modèles, and the files that could not be."""

from __future__ import annotations

from flask import Response, request, url_for

from portal.services.auteur import lister_modeles, lister_problemes
from portal.web.acces import acces
from portal.web.auteur import vues
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment


@vues.get("/auteur/modeles")
@acces("auteur", "administrateur")
def modeles() -> Response:
    recherche = request.args.get("q", "").strip()[:100]
    numero = request.args.get("page", "1")[:6]
    liste = lister_modeles(
        portail(), recherche, int(numero) if numero.isascii() and numero.isdecimal() else 1
    )
    return page_ou_fragment(
        "auteur/modeles.html",
        "liste",
        liste=liste,
        recherche=recherche,
        problemes=lister_problemes(portail()),
        adresse=lambda page: url_for("auteur.modeles", q=recherche or None, page=page),
    )
