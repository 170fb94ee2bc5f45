"""« Mes documents »: the candidatures, the documents of one, and each file (guide 002 §8)."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reponse

from portal.services import consultation
from portal.services import espace as service
from portal.services.candidature import candidature_de
from portal.services.consultation import DocumentEnPreparation
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.courant import candidat_courant, portail
from portal.web.htmx import page_ou_fragment
from portal.web.pdf import servir


@vues.get("/documents")
@acces("candidat")
def documents() -> str:
    candidat = candidat_courant()
    cartes = [c for c in service.candidatures(portail(), candidat, toutes=True) if not c.brouillon]
    return render_template("candidat/documents.html", candidat=candidat, cartes=cartes)


@vues.get("/documents/<cle>")
@acces("candidat")
def liste_documents(cle: str) -> Response:
    candidat = candidat_courant()
    return page_ou_fragment(
        "candidat/liste_documents.html",
        "liste",
        candidat=candidat,
        candidature=candidature_de(portail(), candidat, cle),
        publies=consultation.documents_de(portail(), candidat, cle),
    )


@vues.get("/documents/<cle>/<document>")
@acces("candidat")
def document(cle: str, document: str) -> Response | Reponse:
    """Serve the PDF; `telecharger` in the address saves it instead of opening it."""
    try:
        publie, flux = consultation.ouvrir(portail(), candidat_courant(), cle, document)
    except DocumentEnPreparation:
        return redirect(url_for("candidat.liste_documents", cle=cle), code=303)
    return servir(publie, flux)
