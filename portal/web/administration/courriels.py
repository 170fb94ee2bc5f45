"""The outbox: what leaves, what waits, what failed and why."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.typographie import pluriel
from portal.services import boite_envoi
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import qui
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

UN = "/administration/courriels/<int(max=9223372036854775807):identifiant>"
ETATS = {
    "a_envoyer": ("À envoyer", "bleu"),
    "en_cours": ("En cours", "bleu"),
    "a_reessayer": ("Nouvel essai prévu", "ambre"),
    "envoye": ("Envoyé", "vert"),
    "echec": ("Échec", "rouge"),
}


@vues.get("/administration/courriels")
@acces("administrateur")
def courriels() -> Response:
    recherche = request.args.get("q", "").strip()[:100]
    etat = request.args.get("etat", "") if request.args.get("etat", "") in ETATS else ""
    return page_ou_fragment(
        "administration/courriels.html",
        "liste",
        liste=boite_envoi.lister_courriels(etat, recherche, borne()),
        recherche=recherche,
        etat=etat,
        etats=ETATS,
        prefixe=_prefixe(),
    )


@vues.get(UN)
@acces("administrateur")
def courriel(identifiant: int) -> str:
    lu = boite_envoi.lire(portail(), qui(), identifiant) or abort(404)
    return render_template("administration/courriel.html", courriel=lu, etats=ETATS, prefixe=_prefixe())


@vues.post(f"{UN}/relancer")
@acces("administrateur")
def courriel_relancer(identifiant: int) -> Reponse:
    fait = boite_envoi.relancer_courriel(portail(), qui(), identifiant)
    flash("Mail remis à envoyer." if fait else "Ce mail n'était plus en échec.", "succes" if fait else "info")
    return redirect(url_for("administration.courriel", identifiant=identifiant), code=303)


@vues.post("/administration/courriels/relancer")
@acces("administrateur")
def courriels_relancer() -> Reponse:
    nombre = boite_envoi.relancer_les_echecs(portail(), qui())
    flash(f"{pluriel(nombre, 'mail remis', 'mails remis')} à envoyer.", "succes")
    return redirect(url_for("administration.courriels"), code=303)


def _prefixe() -> str:
    """What every subject starts with, which says nothing here."""
    return f"{portail().config.prefixe_courriel} "


def borne() -> int | None:
    """Return the key that a page starts below, None for the first page."""
    avant = request.args.get("avant", "")[:18]
    return int(avant) if avant.isascii() and avant.isdecimal() else None
