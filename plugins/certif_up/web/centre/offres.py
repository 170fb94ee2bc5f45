"""What a centre offers, session by session: épreuves, places, software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import emargement
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.centre.choix import choix_du_centre
from portal.domain.offre import OffreDepassee, OffreInvalide
from portal.domain.typographie import francais
from portal.services import offre, offre_ecriture
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

MONTRE = 200


@vues.get("/centre/offres")
@acces("centre")
def centre_offres() -> Response:
    choix = choix_du_centre()
    vivantes = offre.sessions_vivantes(portail(), FAMILLE)
    return page_ou_fragment(
        "certif_up/centre/offres.html",
        "contenu",
        choix=choix,
        par_centre=[
            (centre, [offre.offre_de(portail(), centre, entree) for entree in vivantes])
            for centre in choix.vus
        ],
        inscrits={
            (centre.id, entree.slug): emargement.compter(centre, entree.slug)
            for centre in choix.vus
            for entree in vivantes
        },
        maintenant=portail().horloge.maintenant(),
    )


@vues.get("/centre/offres/<code>/<path:slug>")
@acces("centre")
def centre_offres_une(code: str, slug: str) -> Response:
    return _montrer(code, slug)


@vues.post("/centre/offres/<code>/<path:slug>")
@acces("centre")
def centre_offres_post(code: str, slug: str) -> Reponse:
    """Record the offer of a session, whole."""
    formulaire, vu = request.form.to_dict(flat=False), request.form.get("vu", "")
    try:
        change = offre_ecriture.enregistrer(portail(), agent_courant(), FAMILLE, code, slug, formulaire, vu)
    except OffreInvalide as refus:
        return _montrer(code, slug, 422, refus)
    except OffreDepassee as refus:
        return _montrer(code, slug, 409, depassee=refus.phrase)
    phrase = "Offre enregistrée : les candidats la voient maintenant." if change else "Rien n'a changé."
    flash(francais(phrase), "succes" if change else "info")
    return redirect(url_for("certif_up.centre_offres", centre=code), code=303)


def _montrer(
    code: str, slug: str, statut: int = 200, refus: OffreInvalide | None = None, depassee: str = ""
) -> Response:
    lue = offre.lire_offre(portail(), agent_courant(), FAMILLE, code, slug)
    return page_ou_fragment(
        "certif_up/centre/offre.html",
        "contenu",
        statut,
        offre=lue,
        vu=request.form.get("vu", "") if refus else lue.vu,
        saisies={une.epreuve: _saisie(une, refus) for une in lue.epreuves},
        erreurs=_resume(lue, refus),
        depassee=depassee,
    )


def _saisie(une: offre.OffreVue, refus: OffreInvalide | None) -> Mapping[str, Any]:
    """Return what the inputs of an épreuve show: as typed after a refusal, else as it is kept."""
    if refus is None:
        places = str(une.places) if une.places or une.prises else ""
        return {"ouverte": une.ouverte, "places": places, "champs": une.champs, "erreur": ""}
    return {
        "ouverte": f"ouverte.{une.epreuve}" in request.form,
        "places": request.form.get(f"places.{une.epreuve}", "")[:MONTRE],
        "champs": refus.champs.get(une.epreuve, une.champs),
        "erreur": refus.places.get(une.epreuve, ""),
    }


def _resume(lue: offre.OffreDeSession, refus: OffreInvalide | None) -> list[dict[str, str]]:
    if refus is None:
        return []
    ouvertes = [une.epreuve for une in lue.epreuves if f"ouverte.{une.epreuve}" in request.form]
    places = [
        {"ancre": f"places-{epreuve}", "message": f"{epreuve} : {phrase}"}
        for epreuve, phrase in refus.places.items()
    ]
    champs = [
        {"cle": champ.cle, "message": f"{epreuve} : {champ.question} : {champ.erreur}"}
        for epreuve in ouvertes
        for champ in refus.champs.get(epreuve, ())
        if champ.erreur
    ]
    return places + champs
