"""The candidate's home: what was begun, what comes next; and « Mes inscriptions »."""

from __future__ import annotations

from flask import render_template

from portal.services import espace as service
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.courant import candidat_courant, portail


@vues.get("/candidat")
@acces("candidat")
def espace() -> str:
    candidat = candidat_courant()
    cartes = service.candidatures(portail(), candidat)
    return render_template("candidat/espace.html", candidat=candidat, cartes=cartes)


@vues.get("/inscriptions")
@acces("candidat")
def inscriptions() -> str:
    candidat = candidat_courant()
    return render_template(
        "candidat/inscriptions.html",
        candidat=candidat,
        cartes=service.candidatures(portail(), candidat),
        closes=service.sans_suite(portail(), candidat),
    )
