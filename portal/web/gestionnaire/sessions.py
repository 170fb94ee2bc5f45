"""The calendars of the périmètre, and the extension of a whole session after an incident."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.delai import DelaiRefuse, Demande, dire
from portal.domain.motif import MotifRefuse
from portal.domain.typographie import francais
from portal.services import prolongation
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.corrections import version_vue
from portal.web.htmx import page_ou_fragment

SAISIES = ("objet", "jour", "heure", "motif")
PHASES = {
    "brouillon": ("brouillon en cours", "brouillons en cours"),
    "deposee": ("inscription enregistrée", "inscriptions enregistrées"),
    "inscrite": ("inscription validée", "inscriptions validées"),
}


@vues.get("/gestion/sessions")
@acces("gestionnaire")
def sessions() -> Response:
    return page_ou_fragment(
        "gestionnaire/sessions.html", "contenu", sessions=prolongation.sessions(portail(), agent_courant())
    )


@vues.get("/gestion/sessions/<path:slug>")
@acces("gestionnaire")
def session_geree(slug: str) -> Response:
    return _page(slug)


@vues.post("/gestion/sessions/<path:slug>")
@acces("gestionnaire")
def session_geree_post(slug: str) -> Reponse:
    """Show what an extension would do, then do it."""
    saisie = {nom: request.form.get(nom, "") for nom in SAISIES}
    demande = Demande(**saisie)
    try:
        if request.form.get("action") != "prolonger":
            return _page(
                slug, 200, saisie, prolongation.apercevoir(portail(), agent_courant(), slug, demande)
            )
        fait = prolongation.prolonger(portail(), agent_courant(), slug, demande, version_vue())
    except DelaiRefuse as refus:
        return _page(slug, 422, saisie, fautes={refus.champ: refus.phrase})
    except MotifRefuse as refus:
        return _page(slug, 422, saisie, fautes={"motif": refus.phrase})
    fin = dire(fait.fin, fait.limite.fuseau)
    flash(
        francais(
            f"C'est fait : {fait.limite.intitule} jusqu'au {fin}. L'annonce est publiée, les mails partent."
        ),
        "succes",
    )
    return redirect(url_for("gestionnaire.session_geree", slug=slug), code=303)


def _page(
    slug: str,
    statut: int = 200,
    saisie: dict[str, str] | None = None,
    apercu: prolongation.Apercu | None = None,
    fautes: dict[str, str] | None = None,
) -> Response:
    geree = prolongation.session_de(portail(), agent_courant(), slug)
    return page_ou_fragment(
        "gestionnaire/session.html",
        "contenu",
        statut,
        geree=geree,
        entree=geree.entree,
        objets=[
            (une.cle, francais(f"{une.intitule[:1].upper()}{une.intitule[1:]} ({dire(une.fin, une.fuseau)})"))
            for une in geree.limites
        ],
        saisie={nom: valeur[:2000] for nom, valeur in (saisie or {}).items()},
        apercu=apercu,
        phases=PHASES,
        fautes=fautes or {},
        erreurs=[{"ancre": f"session-{cle}", "message": message} for cle, message in (fautes or {}).items()],
    )
