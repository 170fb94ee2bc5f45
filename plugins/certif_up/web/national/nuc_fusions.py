"""Records that look like one person, two by two: the union says whether they are."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import fusion as service
from plugins.certif_up.services.fusion_faire import FusionImpossible, fusionner
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.nuc import etats
from plugins.certif_up.web.national.qui import numero_de_page, union
from portal.domain.typographie import francais
from portal.web.acces import acces
from portal.web.courant import portail


@vues.get("/national/nuc/fusions")
@acces("gestionnaire")
def national_nuc_fusions() -> str:
    page = numero_de_page()
    lignes, pages = service.paires(portail(), union(), page)
    return render_template(
        "certif_up/national/nuc_fusions.html", lignes=lignes, page=page, pages=pages,
        total=service.a_decider(portail()),
        adresse=lambda une: url_for("certif_up.national_nuc_fusions", page=une),
    )  # fmt: skip


@vues.get("/national/nuc/fusions/<cle>")
@acces("gestionnaire")
def national_nuc_fusion(cle: str) -> Response:
    return _page(cle)


@vues.post("/national/nuc/fusions/<cle>/fusionner")
@acces("gestionnaire")
def national_nuc_fusionner(cle: str) -> Response | Reponse:
    if request.form.get("compris") != "oui":
        return _page(cle, francais("Cochez « Je sais que cela ne se défait pas », puis fusionnez."), 422)
    try:
        fusionner(portail(), union(), cle, request.form.get("garder", ""))
    except FusionImpossible as refus:
        return _page(cle, refus.phrase, refus.statut)
    flash(
        francais("Les deux fiches sont réunies : la personne en est prévenue à ses deux adresses."), "succes"
    )
    return redirect(url_for("certif_up.national_nuc_fusion", cle=cle), code=303)


@vues.post("/national/nuc/fusions/<cle>/distinguer")
@acces("gestionnaire")
def national_nuc_distinguer(cle: str) -> Reponse:
    service.distinguer(portail(), union(), cle)
    flash(francais("C'est noté : ce sont deux personnes. Elles ne seront plus proposées."), "succes")
    return redirect(url_for("certif_up.national_nuc_fusions"), code=303)


@vues.post("/national/nuc/fusions/<cle>/reproposer")
@acces("gestionnaire")
def national_nuc_reproposer(cle: str) -> Reponse:
    service.reproposer(portail(), union(), cle)
    return redirect(url_for("certif_up.national_nuc_fusion", cle=cle), code=303)


def _page(cle: str, refus: str = "", statut: int = 200) -> Response:
    page = render_template(
        "certif_up/national/nuc_fusion.html",
        paire=service.paire(portail(), union(), cle), etats=etats(), refus=refus, erreurs=bool(refus),
    )  # fmt: skip
    return make_response(page, statut)
