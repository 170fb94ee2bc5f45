"""Deadlines put off for one person, and taken back."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.delai import DelaiRefuse, Demande, dire
from portal.domain.motif import MotifRefuse
from portal.domain.typographie import francais
from portal.services import delai
from portal.services.perimetre import contexte_pour
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.candidature import entete
from portal.web.htmx import page_ou_fragment

SAISIES = ("objet", "jour", "heure", "motif")


@vues.get("/gestion/candidatures/<cle>/delais")
@acces("gestionnaire")
def candidature_delais(cle: str) -> Response:
    return _page(cle)


@vues.post("/gestion/candidatures/<cle>/delais")
@acces("gestionnaire")
def candidature_delais_post(cle: str) -> Reponse:
    """Grant a delay."""
    saisie = {nom: request.form.get(nom, "") for nom in SAISIES}
    try:
        fin = delai.accorder(portail(), agent_courant(), cle, Demande(**saisie))
    except DelaiRefuse as refus:
        return _page(cle, 422, saisie, {refus.champ: refus.phrase})
    except MotifRefuse as refus:
        return _page(cle, 422, saisie, {"motif": refus.phrase})
    fuseau = contexte_pour(portail(), agent_courant(), cle).modele.calendrier.fuseau
    flash(francais(f"Délai accordé jusqu'au {dire(fin, fuseau)}. Le candidat en est prévenu."), "succes")
    return redirect(url_for("gestionnaire.candidature_delais", cle=cle), code=303)


@vues.post("/gestion/candidatures/<cle>/delais/retirer")
@acces("gestionnaire")
def candidature_delais_retirer(cle: str) -> Reponse:
    """Take a delay back."""
    objet, motif = request.form.get("objet", ""), request.form.get("motif", "")
    try:
        delai.retirer(portail(), agent_courant(), cle, objet, motif)
    except DelaiRefuse as refus:
        return _page(cle, 409, erreurs={"retrait": refus.phrase})
    except MotifRefuse as refus:
        return _page(cle, 422, {"retrait": objet, "motif_retrait": motif}, {"retrait": refus.phrase})
    flash(francais("Le délai est retiré. Le candidat en est prévenu."), "succes")
    return redirect(url_for("gestionnaire.candidature_delais", cle=cle), code=303)


def _page(
    cle: str,
    statut: int = 200,
    saisie: dict[str, str] | None = None,
    erreurs: dict[str, str] | None = None,
) -> Response:
    contexte = contexte_pour(portail(), agent_courant(), cle)
    echeances = delai.echeances(contexte)
    ancres = {"objet": "delai-objet", "jour": "delai-jour", "motif": "delai-motif"}
    return page_ou_fragment(
        "gestionnaire/delais.html",
        "contenu",
        statut,
        echeances=echeances,
        objets=[(une.limite.cle, _nommer(une)) for une in echeances],
        saisie={nom: valeur[:2000] for nom, valeur in (saisie or {}).items()},
        fautes=erreurs or {},
        erreurs=[{"ancre": ancres.get(c, ""), "message": m} for c, m in (erreurs or {}).items()],
        **entete(contexte),
    )


def _nommer(echeance: delai.Echeance) -> str:
    intitule, limite = echeance.limite.intitule, echeance.limite
    return francais(f"{intitule[:1].upper()}{intitule[1:]} ({dire(limite.fin, limite.fuseau)})")
