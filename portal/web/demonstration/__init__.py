"""What only a demonstration shows: every mail sent, the telephones of staff.

Registered in that mode alone.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for

from portal.domain.second_facteur import PAS_S
from portal.services import boite
from portal.services.demonstration import codes_du_moment
from portal.services.enrolement import code_propose
from portal.web.acces import acces
from portal.web.courant import connexion_courante, jeton_de_connexion, portail

vues = Blueprint("demonstration", __name__, url_prefix="/demonstration")

ADRESSE = re.compile(r"(https?://[^\s<>()]+)")
# The mail's own page: its styles are on its elements, and it asks for nothing.
POLITIQUE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@vues.get("/courriels")
@acces("public")
def courriels() -> str:
    nombre = boite.compter(portail())
    pages = max(1, -(-nombre // boite.PAR_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "demonstration/courriels.html",
        courriels=boite.lister(portail(), page),
        page=page,
        pages=pages,
        adresse=lambda numero: url_for("demonstration.courriels", page=numero),
    )


@vues.get("/courriels/<int(max=9223372036854775807):identifiant>")
@acces("public")
def courriel(identifiant: int) -> str:
    lu = boite.lire(portail(), identifiant) or abort(404)
    paragraphes = [ADRESSE.split(ligne) for ligne in lu.texte.split("\n")]
    return render_template("demonstration/courriel.html", courriel=lu, lignes=paragraphes)


@vues.get("/courriels/<int(max=9223372036854775807):identifiant>/html")
@acces("public")
def courriel_html(identifiant: int) -> Response:
    lu = boite.lire(portail(), identifiant) or abort(404)
    page = make_response(lu.html)
    page.headers["Content-Security-Policy"] = POLITIQUE
    return page


@vues.get("/codes")
@acces("public")
def codes() -> str:
    """Show what the telephones of staff would, and the one that this browser is being asked to choose."""
    qui = connexion_courante()
    propose = code_propose(portail(), qui, jeton_de_connexion()) if qui else ""
    reste = PAS_S - int(portail().horloge.maintenant().timestamp()) % PAS_S
    return render_template(
        "demonstration/codes.html", codes=codes_du_moment(portail()), propose=propose, reste=reste
    )
