"""Definitive registrations: what is to be corrected first, then the file to send."""

from __future__ import annotations

from flask import Response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import caisse, sessions
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import un_mot, union
from portal.domain.export import FORMATS
from portal.services import tableau
from portal.services.export import ExportImpossible
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@vues.get("/national/definitives")
@acces("gestionnaire")
def national_definitives() -> Response:
    return _page()


@vues.post("/national/definitives")
@acces("gestionnaire")
def national_definitives_post() -> Reponse:
    slug = un_mot("session", 200)
    try:
        caisse.demander(portail(), union(), slug, request.form.get("format", ""))
    except ExportImpossible as refus:
        return _page(422, refus.phrase)
    return redirect(
        url_for("certif_up.national_definitives", session=slug or None, _anchor="fichiers"), code=303
    )


@vues.get("/national/definitives/<cle>")
@acces("gestionnaire")
def national_definitives_fichier(cle: str) -> Response:
    """Give a file to who asked for it."""
    fichier = tableau.ouvrir(portail(), union(), cle)
    reponse = send_file(
        fichier.flux, mimetype=MIMES[fichier.format], as_attachment=True, download_name=fichier.nom
    )
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def _page(statut: int = 200, faute: str = "") -> Response:
    agent, slug = union(), un_mot("session", 200)
    fichiers = tableau.lister(portail(), agent, caisse.TACHE)
    return page_ou_fragment(
        "certif_up/national/definitives.html", "contenu", statut,
        apercu=caisse.apercevoir(portail(), agent, slug), slug=slug, faute=faute,
        sessions=[une.entree for une in sessions.lister(portail())], formats=FORMATS, fichiers=fichiers,
        en_cours=any(un.etat == "en_cours" for un in fichiers),
    )  # fmt: skip
