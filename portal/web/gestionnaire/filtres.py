"""The searches that an agent keeps: save one, rename it, delete it."""

from __future__ import annotations

from urllib.parse import parse_qs

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.filtre import Filtre
from portal.domain.typographie import francais
from portal.services import filtres as service
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.candidatures import adresse
from portal.web.htmx import page_ou_fragment

REQUETE_AU_PLUS = 4000


@vues.get("/gestion/filtres")
@acces("gestionnaire")
def filtres() -> Response:
    return _montrer()


@vues.post("/gestion/filtres")
@acces("gestionnaire")
def filtres_post() -> Reponse:
    """Keep the search of the list under a name."""
    requete, nom = request.form.get("requete", "")[:REQUETE_AU_PLUS], request.form.get("nom", "")
    filtre = Filtre.lire(parse_qs(requete))
    try:
        service.garder(portail(), agent_courant(), nom, filtre)
    except service.NomRefuse as refus:
        return _montrer(refus.phrase, requete=requete, nom=nom)
    flash(francais(f"Filtre « {nom.strip()} » enregistré."), "succes")
    return redirect(adresse(filtre), code=303)


@vues.post("/gestion/filtres/<int(max=2147483647):filtre_id>")
@acces("gestionnaire")
def filtre_post(filtre_id: int) -> Reponse:
    """Rename a kept search, or delete it."""
    if request.form.get("action") == "supprimer":
        service.oublier(portail(), agent_courant(), filtre_id)
        return redirect(url_for("gestionnaire.filtres"), code=303)
    nom = request.form.get("nom", "")
    try:
        service.renommer(portail(), agent_courant(), filtre_id, nom)
    except service.NomRefuse as refus:
        return _montrer(refus.phrase, filtre_id=filtre_id, nom=nom)
    return redirect(url_for("gestionnaire.filtres"), code=303)


def _montrer(refus: str = "", requete: str = "", filtre_id: int = 0, nom: str = "") -> Response:
    """Show them all; after a refusal, with what was typed at its place."""
    return page_ou_fragment(
        "gestionnaire/filtres.html",
        "contenu",
        422 if refus else 200,
        filtres=service.filtres_de(portail(), agent_courant()),
        erreurs=[{"ancre": f"nom-{filtre_id}", "message": refus}] if refus else [],
        requete=requete,
        filtre_id=filtre_id,
        nom=nom[:500],
        adresse=lambda un: adresse(Filtre.lire(un.requete)),
    )
