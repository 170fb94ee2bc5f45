"""The reports to decide: one by one, from the page of each candidature."""

from __future__ import annotations

from flask import render_template, url_for

from plugins.certif_up.services import reports as service
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import numero_de_page, union
from portal.web.acces import acces
from portal.web.courant import portail


@vues.get("/national/reports")
@acces("gestionnaire")
def national_reports() -> str:
    return render_template(
        "certif_up/national/reports.html",
        page=service.lister(portail(), union(), numero_de_page()),
        adresse=lambda une: url_for("certif_up.national_reports", page=une),
    )
