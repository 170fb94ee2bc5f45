"""The périmètre of an account: its parts, one added or withdrawn at a time."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Reponse

from portal.domain.personnel import PerimetreInvalide
from portal.services import effectif, perimetres
from portal.services.perimetres import Demande
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import qui
from portal.web.administration.fiche import COMPTE
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment


@vues.get(f"{COMPTE}/perimetre")
@acces("administrateur")
def perimetre(identifiant: int) -> Response:
    lue, demande = effectif.fiche(portail(), identifiant), _demande(request.args)
    return page_ou_fragment("administration/perimetre.html", "choix", **_contexte(lue, demande))


@vues.post(f"{COMPTE}/perimetre")
@acces("administrateur")
def perimetre_post(identifiant: int) -> Reponse:
    if not {"academie", "famille"} <= request.form.keys():
        abort(400)  # a form that was cut: what is absent must not stand for « toutes »
    lue, demande = effectif.fiche(portail(), identifiant), _demande(request.form)
    try:
        perimetres.ajouter(portail(), qui().compte_id, identifiant, demande)
    except PerimetreInvalide as refus:
        contexte = _contexte(lue, demande) | {"refus": refus.phrase, "erreurs": True}
        return make_response(render_template("administration/perimetre.html", **contexte), refus.statut)
    flash("Périmètre enregistré.", "succes")
    return redirect(url_for("administration.perimetre", identifiant=identifiant), code=303)


@vues.post(f"{COMPTE}/perimetre/<int(max=9223372036854775807):part>/retirer")
@acces("administrateur")
def perimetre_retirer(identifiant: int, part: int) -> Reponse:
    perimetres.retirer(portail(), qui().compte_id, identifiant, part)
    flash("Part retirée du périmètre.", "succes")
    return redirect(url_for("administration.perimetre", identifiant=identifiant), code=303)


def _demande(source: MultiDict[str, str]) -> Demande:
    return Demande(
        source.get("academie", "")[:100],
        source.get("famille", "")[:100],
        tuple(dict.fromkeys(source.getlist("specialites")[:500])),
        tuple(dict.fromkeys(source.getlist("secteurs")[:100])),
        source.get("centre", "")[:100],
    )


def _contexte(lue: effectif.Fiche, demande: Demande) -> dict[str, Any]:
    cherche = request.values.get("q", "")[:100]
    possibles = perimetres.possibles(portail(), demande.academie, demande.famille, cherche)
    return {"fiche": lue, "demande": demande, "possibles": possibles, "cherche": cherche, "refus": ""}
