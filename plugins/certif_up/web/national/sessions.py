"""The sessions: dates, épreuves, places; and for one of them, its centres."""

from __future__ import annotations

from flask import Response, render_template, url_for

from plugins.certif_up.services import sessions as service
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import numero_de_page, union
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment


@vues.get("/national/sessions")
@acces("gestionnaire")
def national_sessions() -> str:
    union()
    return render_template("certif_up/national/sessions.html", sessions=service.lister(portail()))


@vues.get("/national/sessions/<path:slug>")
@acces("gestionnaire")
def national_session(slug: str) -> Response:
    union()
    lue = service.lire(portail(), slug)
    return page_ou_fragment(
        "certif_up/national/session.html",
        "centres",
        lue=lue,
        page=service.page_de(portail(), slug, numero_de_page()),
        famille=FAMILLE,
        adresse=lambda une: url_for("certif_up.national_session", slug=slug, page=une),
    )


@vues.get("/national/places/<path:slug>")
@acces("gestionnaire")
def national_session_csv(slug: str) -> Response:
    """Give the centres of a session, with their places and requests, for a spreadsheet."""
    union()
    reponse = Response(service.exporter(portail(), slug), mimetype="text/csv")
    reponse.headers["Content-Disposition"] = f'attachment; filename="places-{slug.rpartition("/")[2]}.csv"'
    reponse.headers["Cache-Control"] = "no-store"
    return reponse
