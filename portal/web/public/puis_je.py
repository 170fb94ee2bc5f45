"""« Puis-je m'inscrire ? », without an account: conditions, pieces and épreuves, kept nowhere."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.envois import envois
from portal.domain.presentation import presenter
from portal.domain.selection import selectionner
from portal.services.eligibilite import essayer_modele
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment
from portal.web.public import public

HORS_REPONSES = frozenset({"csrf_token", "action"})


@public.get("/puis-je")
@acces("public")
def puis_je() -> Response | Reponse:
    """Choose the exam, level by level; then its page."""
    selection = selectionner(portail().modeles.index(), request.args, portail().horloge.maintenant())
    if selection.entree is None:
        return page_ou_fragment("public/puis_je.html", "choix", selection=selection)
    suite = url_for("public.puis_je_modele", slug=selection.entree.slug, specialite=selection.specialite)
    if "HX-Request" in request.headers:
        return Response("", 200, {"HX-Redirect": suite})
    return redirect(suite, code=303)


@public.get("/puis-je/<path:slug>")
@acces("public")
def puis_je_modele(slug: str) -> Response:
    modele = portail().modeles.courant(slug) or abort(404)
    specialite = request.args.get("specialite")
    depart = {modele.champ_specialite: [specialite]} if modele.champ_specialite and specialite else {}
    return _montrer(slug, depart)


@public.post("/puis-je/<path:slug>")
@acces("public")
def puis_je_modele_post(slug: str) -> Response:
    """Sent by POST so that a birth date stands in no address and in no log; nothing is stored."""
    recu = request.form.to_dict(flat=False).items()
    return _montrer(slug, {nom: valeurs for nom, valeurs in recu if nom not in HORS_REPONSES})


def _montrer(slug: str, formulaire: dict[str, list[str]]) -> Response:
    essai = essayer_modele(portail(), slug, formulaire) or abort(404)
    page = page_ou_fragment(
        "public/puis_je_modele.html",
        "essai",
        essai=essai,
        modele=essai.situation.modele,
        presentation=presenter(essai.situation),
        demandes=envois(essai.situation),
        periode=essai.situation.modele.calendrier.inscription,
    )
    page.cache_control.no_store = True
    return page
