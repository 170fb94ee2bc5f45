"""Attendance lists: a PDF for each épreuve of a session."""

from __future__ import annotations

import io

from flask import Response, send_file

from plugins.certif_up.services import emargement
from plugins.certif_up.web import vues
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail


@vues.get("/centre/emargement/<code>/<epreuve>/<path:slug>")
@acces("centre")
def centre_emargement(code: str, epreuve: str, slug: str) -> Response:
    """Give the list of who is registered for good, drawn now and kept nowhere."""
    liste = emargement.lister(portail(), agent_courant(), code, slug, epreuve)
    pdf = io.BytesIO(emargement.imprimer(portail(), liste))
    nom = f"emargement-{slug.rpartition('/')[2]}-{code}-{epreuve}.pdf"
    reponse = send_file(pdf, mimetype="application/pdf", as_attachment=True, download_name=nom)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse
