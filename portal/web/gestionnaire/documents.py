"""The documents of a candidature, opened by staff: the file that its candidate reads, no other."""

from __future__ import annotations

from flask import Response

from portal.services import consultation
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.pdf import servir


@vues.get("/gestion/candidatures/<cle>/documents/<document>")
@acces("gestionnaire", "centre")
def document_de_candidature(cle: str, document: str) -> Response:
    """Serve the PDF; one that is not drawn yet is said so (409)."""
    publie, flux = consultation.ouvrir_pour(portail(), agent_courant(), cle, document)
    return servir(publie, flux)
