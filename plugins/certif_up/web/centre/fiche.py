"""How candidates reach and pay a centre: its members keep it right."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services.union import COURRIEL, FAMILLE
from plugins.certif_up.web import vues
from portal.domain.fiche_centre import CentreDepasse, FicheCentreInvalide
from portal.domain.typographie import francais
from portal.services import mon_centre
from portal.services.mon_centre import MODIFIABLES
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

MONTRE = 3000


@vues.get("/centre/fiche/<code>")
@acces("centre")
def centre_fiche(code: str) -> Response:
    return _montrer(code)


@vues.post("/centre/fiche/<code>")
@acces("centre")
def centre_fiche_post(code: str) -> Reponse:
    saisie = {champ: request.form.get(champ, "") for champ in MODIFIABLES}
    try:
        changes = mon_centre.modifier(portail(), agent_courant(), FAMILLE, code, saisie)
    except FicheCentreInvalide as refus:
        return _montrer(code, 422, saisie, refus.erreurs)
    except CentreDepasse:
        return _montrer(code, 409, saisie)
    if changes:
        flash(francais("Fiche enregistrée : les prochains mails la suivent."), "succes")
    else:
        flash(francais("Rien n'a changé."), "info")
    return redirect(url_for("certif_up.centre", centre=code), code=303)


def _montrer(
    code: str,
    statut: int = 200,
    saisie: Mapping[str, str] | None = None,
    fautes: Mapping[str, str] | None = None,
) -> Response:
    centre = mon_centre.centre_pour(portail(), agent_courant(), FAMILLE, code)
    gardee = mon_centre.saisie_de(centre)
    return page_ou_fragment(
        "certif_up/centre/fiche.html",
        "contenu",
        statut,
        centre=centre,
        saisie={nom: valeur[:MONTRE] for nom, valeur in (gardee | dict(saisie or {})).items()},
        fautes=fautes or {},
        erreurs=[{"ancre": f"fiche-{nom}", "message": phrase} for nom, phrase in (fautes or {}).items()],
        union=COURRIEL,
    )
