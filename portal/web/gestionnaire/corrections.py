"""Corrections of one candidature by the service: its answers tab by tab, then what changes and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.correction import (
    CorrectionIncomplete,
    CorrectionPrise,
    EpreuvesDefinitives,
    RienACorriger,
)
from portal.domain.dessin import Dessin
from portal.domain.lignes import ajouter, retirer
from portal.domain.motif import MotifRefuse
from portal.domain.places import PlusDePlace
from portal.domain.typographie import francais
from portal.domain.vues import RubriqueVue
from portal.services import correction
from portal.services.perimetre import contexte_pour
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.candidature import entete, formulaire_recu
from portal.web.gestionnaire.retour import retour
from portal.web.htmx import page_ou_fragment

SERVICE = frozenset({"csrf_token", "version", "action", "motif"})
VERSION_AU_PLUS = 9  # digits


@vues.get("/gestion/candidatures/<cle>/corrections")
@acces("gestionnaire", "centre")
def corrections(cle: str) -> Response:
    try:
        return _bilan(correction.ouvrir(portail(), agent_courant(), cle))
    except CorrectionPrise as refus:
        return _prise(cle, refus)


@vues.post("/gestion/candidatures/<cle>/corrections")
@acces("gestionnaire", "centre")
def corrections_post(cle: str) -> Reponse:
    """Record the correction, or give it up."""
    if request.form.get("action") == "abandonner":
        correction.abandonner(portail(), agent_courant(), cle)
        flash(francais("Correction abandonnée : rien n'a changé."), "info")
        return redirect(retour().une(cle), code=303)
    motif = request.form.get("motif", "")
    try:
        correction.enregistrer(portail(), agent_courant(), cle, motif, version_vue())
    except MotifRefuse as refus:
        return _bilan(correction.ouvrir(portail(), agent_courant(), cle), motif, {"motif": refus.phrase})
    except (RienACorriger, CorrectionIncomplete, EpreuvesDefinitives, PlusDePlace) as refus:
        return _bilan(correction.ouvrir(portail(), agent_courant(), cle), motif, {"reste": refus.phrase})
    except CorrectionPrise as refus:
        return _prise(cle, refus)
    flash(
        francais("Correction enregistrée. Le candidat en est prévenu, avec ses nouveaux documents."), "succes"
    )
    return redirect(retour().une(cle), code=303)


@vues.get("/gestion/candidatures/<cle>/corrections/<code>")
@acces("gestionnaire", "centre")
def corrections_onglet(cle: str, code: str) -> Response:
    try:
        return _onglet(code, correction.Lue(correction.ouvrir(portail(), agent_courant(), cle)))
    except CorrectionPrise as refus:
        return _prise(cle, refus)


@vues.post("/gestion/candidatures/<cle>/corrections/<code>")
@acces("gestionnaire", "centre")
def corrections_onglet_post(cle: str, code: str) -> Reponse:
    """Keep a tab in the draft of the service, or show it again with what another button asks."""
    action, _, reste = request.form.get("action", "").partition(":")
    try:
        if action:
            return _encore(cle, code, action, reste)
        lue = correction.corriger(
            portail(), agent_courant(), cle, code, formulaire_recu(SERVICE), version_vue()
        )
    except CorrectionPrise as refus:
        return _prise(cle, refus)
    if lue.erreurs:
        return _onglet(code, lue, 422)
    return redirect(url_for("gestionnaire.corrections", cle=cle), code=303)


def version_vue() -> int:
    """Return the version that the page was drawn from; a page that does not say is too old."""
    brut = request.form.get("version", "")
    return int(brut) if brut.isascii() and brut.isdecimal() and len(brut) <= VERSION_AU_PLUS else -1


def _bilan(
    ouverte: correction.Correction, motif: str = "", erreurs: dict[str, str] | None = None
) -> Response:
    ancres = {"motif": "motif", "reste": ""}
    return page_ou_fragment(
        "gestionnaire/corrections.html",
        "contenu",
        422 if erreurs else 200,
        correction=ouverte,
        motif=motif[:2000],
        fautes=erreurs or {},
        erreurs=[{"ancre": ancres[cle], "message": message} for cle, message in (erreurs or {}).items()],
        **entete(ouverte.contexte),
    )


def _onglet(
    code: str, lue: correction.Lue, statut: int = 200, lignes: Mapping[str, int] | None = None
) -> Response:
    ouverte = lue.correction
    declare = correction.onglet_de(ouverte, code)
    dessin = Dessin(ouverte.situation, lue.saisies, lue.erreurs, lignes=lignes or {})
    return page_ou_fragment(
        "gestionnaire/corrections_onglet.html",
        "contenu",
        statut,
        onglet=declare,
        rubriques=_sans_le_compte(dessin.rubriques(declare), ouverte.verrouillees),
        cachees=bool(ouverte.reservees),
        fixes=any(question.cle in ouverte.fixes for question in declare.questions),
        erreurs=[
            {"cle": e.cle, "message": f"{e.question.rstrip(' ?')} : {e.message}" if e.question else e.message}
            for e in lue.erreurs.values()
        ],
        **entete(ouverte.contexte),
    )


def _encore(cle: str, code: str, action: str, reste: str) -> Response:
    """Show a tab again: one row of a repetition more or less, or the questions that answers call for."""
    recu, lignes = formulaire_recu(SERVICE), {}
    champ, _, numero = reste.rpartition(":")
    if action == "retirer" and numero.isdecimal() and len(numero) < 4:
        recu = retirer(recu, champ, int(numero))
    if action == "ajouter":
        lignes = {reste: ajouter(recu, reste)}
    lue = correction.essayer(portail(), agent_courant(), cle, code, recu)
    return _onglet(code, lue, lignes=lignes)


def _sans_le_compte(rubriques: tuple[RubriqueVue, ...], cachees: frozenset[str]) -> list[dict[str, Any]]:
    """Leave out what stands in the account, and the answers that this agent may not read."""
    montrees = (
        (une, [champ for champ in une.champs if not champ.verrouille and champ.cle not in cachees])
        for une in rubriques
    )
    return [
        {"code": une.code, "intitule": une.intitule, "aide": une.aide, "champs": champs}
        for une, champs in montrees
        if champs
    ]


def _prise(cle: str, refus: CorrectionPrise) -> Response:
    contexte = contexte_pour(portail(), agent_courant(), cle)
    return page_ou_fragment(
        "gestionnaire/corrections_prise.html", "contenu", 409, phrase=refus.phrase, **entete(contexte)
    )
