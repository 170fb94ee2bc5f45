"""Several requests ticked in the list: pré-validées or refused together, with what became of each."""

from __future__ import annotations

from flask import Response, request

from plugins.certif_up.services import centre_lot
from plugins.certif_up.services.centre_lot import PREVALIDER, LotRefuse
from plugins.certif_up.web import vues
from plugins.certif_up.web.centre.demandes import CLES, Essai, adresse, montrer_la_liste
from portal.domain.motif import MotifRefuse
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

MOTIF_MONTRE = 2000


@vues.post("/centre/demandes")
@acces("centre")
def centre_demandes_post() -> Response:
    """Take one decision on what is ticked: « etat.<clé> » says what the page showed of each."""
    cles = list(dict.fromkeys(request.form.getlist("cles")))
    code, motif = request.form.get("action", ""), request.form.get("motif", "")
    vus = {cle: request.form.get(f"etat.{cle}", "") for cle in cles}
    essai = Essai(frozenset(cles), motif[:MOTIF_MONTRE])
    try:
        faits = centre_lot.traiter(portail(), agent_courant(), code, motif, vus)
    except MotifRefuse as refus:
        return montrer_la_liste(Essai(essai.cochees, essai.motif, {"motif": refus.phrase}))
    except LotRefuse as refus:
        return montrer_la_liste(Essai(essai.cochees, essai.motif, {"lot": refus.phrase}))
    return page_ou_fragment(
        "certif_up/centre/lot.html",
        "contenu",
        prevalidation=code == PREVALIDER,
        reussies=[un for un in faits if un.fait],
        manquees=[un for un in faits if not un.fait],
        retour=adresse({cle: request.args.get(cle, "") for cle in CLES}),
    )
