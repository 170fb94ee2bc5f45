"""Finding somebody by a NUC, a name or a birth date; what the union knows of one person."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.domain import numero
from plugins.certif_up.services import fusion
from plugins.certif_up.services.nuc_recherche import (
    AU_PLUS,
    PersonneIntrouvable,
    chercher,
    demandes,
    lire_criteres,
    personne,
)
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import un_mot, union
from portal.domain.typographie import francais
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

CHAMPS = ("nuc", "nom", "prenom", "naissance_le")


@vues.get("/national/nuc")
@acces("gestionnaire")
def national_nuc() -> Response:
    agent, saisie = union(), {nom: un_mot(nom) for nom in CHAMPS}
    criteres = lire_criteres(**saisie)
    fautes = dict(criteres.fautes)
    return page_ou_fragment(
        "certif_up/national/nuc.html", "resultats", 422 if fautes else 200,
        saisie=saisie, fautes=fautes, erreurs=bool(fautes), criteres=criteres, au_plus=AU_PLUS,
        trouves=chercher(portail(), agent, criteres), conseil=_conseil(saisie["nuc"], fautes),
        a_decider=fusion.a_decider(portail()),
        liste=[{"message": message, "ancre": f"nuc-{nom}"} for nom, message in fautes.items()],
    )  # fmt: skip


@vues.get("/national/nuc/personnes/<cle>")
@acces("gestionnaire")
def national_nuc_personne(cle: str) -> Response:
    return _personne(cle)


@vues.post("/national/nuc/personnes/<cle>/rapprocher")
@acces("gestionnaire")
def national_nuc_rapprocher(cle: str) -> Response | Reponse:
    """Put this person beside another one: they may be the same."""
    agent = union()
    try:
        paire = fusion.rapprocher(portail(), agent, cle, un_mot("nuc"))
    except PersonneIntrouvable:
        flash(francais("Ce NUC n'est pas celui d'une autre personne : vérifiez-le."), "erreur")
        return redirect(url_for("certif_up.national_nuc_personne", cle=cle), code=303)
    return redirect(url_for("certif_up.national_nuc_fusion", cle=paire), code=303)


def etats() -> Mapping[tuple[str, str], str]:
    """Return what each état is called, by slug and code."""
    siennes = (une for une in portail().modeles.index() if une.famille == FAMILLE)
    return {(une.slug, code): intitule for une in siennes for code, intitule in une.etats}


def _personne(cle: str) -> Response:
    agent = union()
    trouve = personne(portail(), agent, cle)
    page = render_template(
        "certif_up/national/nuc_personne.html",
        trouve=trouve, candidat=trouve.candidat, demandes=demandes(portail(), agent, trouve.candidat.id),
        etats=etats(), paires=fusion.paires_de(trouve.candidat.id),
    )  # fmt: skip
    return make_response(page)


def _conseil(saisie: str, fautes: Mapping[str, str]) -> str:
    """Return what may be wrong with a NUC that finds nobody."""
    if not saisie or "nuc" in fautes or request.method != "GET":
        return ""
    return francais(numero.faute(saisie) or "")
