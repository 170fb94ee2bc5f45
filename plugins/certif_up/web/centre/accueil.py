"""« Mon centre »: what waits, and the places that are left."""

from __future__ import annotations

from flask import Response

from plugins.certif_up.services import centre_accueil
from plugins.certif_up.services.centre_liste import A_ENCAISSER, A_PREVALIDER, A_VALIDER
from plugins.certif_up.web import vues
from plugins.certif_up.web.centre.choix import choix_du_centre
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

TITRES = {
    A_PREVALIDER: ("À pré-valider", "Aucune demande n'attend votre réponse."),
    A_ENCAISSER: ("À encaisser", "Aucun règlement n'est attendu."),
    A_VALIDER: ("À valider définitivement", "Aucune demande réglée n'attend votre validation."),
}


@vues.get("/centre")
@acces("centre")
def centre() -> Response:
    choix = choix_du_centre()
    return page_ou_fragment(
        "certif_up/centre/accueil.html",
        "contenu",
        choix=choix,
        accueil=centre_accueil.accueil(portail(), agent_courant(), choix.choisi),
        titres=TITRES,
        maintenant=portail().horloge.maintenant(),
    )
