"""The jobs of the worker: done, waiting, failed and why."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.services import boite_envoi
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import qui
from portal.web.administration.courriels import borne
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

ETATS = {
    "prete": ("À faire", "bleu"),
    "en_cours": ("En cours", "bleu"),
    "faite": ("Faite", "vert"),
    "echec": ("Échec", "rouge"),
}


@vues.get("/administration/taches")
@acces("administrateur")
def taches() -> Response:
    genres = boite_envoi.genres()
    etat = request.args.get("etat", "") if request.args.get("etat", "") in ETATS else ""
    genre = request.args.get("genre", "") if request.args.get("genre", "") in genres else ""
    return page_ou_fragment(
        "administration/taches.html",
        "liste",
        liste=boite_envoi.lister_taches(etat, genre, borne()),
        etat=etat,
        genre=genre,
        genres=genres,
        etats=ETATS,
    )


@vues.post("/administration/taches/<int(max=9223372036854775807):identifiant>/relancer")
@acces("administrateur")
def tache_relancer(identifiant: int) -> Reponse:
    fait = boite_envoi.relancer_tache(portail(), qui(), identifiant)
    flash("Tâche relancée." if fait else "Cette tâche n'était plus en échec.", "succes" if fait else "info")
    return redirect(url_for("administration.taches", etat="echec"), code=303)
