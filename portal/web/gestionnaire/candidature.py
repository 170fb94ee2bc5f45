"""The page of one candidature: what it says, what was done, what can be done."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.motif import MotifRefuse
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.typographie import francais
from portal.services import dossier, examen_du_service, suite, transition
from portal.services.candidature import Contexte
from portal.services.notification import intitule_de
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.lignes import TONS
from portal.web.gestionnaire.retour import retour
from portal.web.htmx import page_ou_fragment

HORS_REPONSES = frozenset({"csrf_token", "motif", "etat", "verdict", "version", "action"})


@vues.get("/gestion/candidatures/<cle>")
@acces("gestionnaire")
def candidature(cle: str) -> Response:
    return _page(cle)


@vues.post("/gestion/candidatures/<cle>/examen/<quoi>")
@acces("gestionnaire")
def candidature_examen(cle: str, quoi: str) -> Reponse:
    """Confirm or refuse an acquis, or what a règle asks to look at."""
    verdict, motif = request.form.get("verdict", ""), request.form.get("motif", "")
    try:
        examen_du_service.decider(portail(), agent_courant(), cle, quoi, verdict, motif)
    except (MotifRefuse, examen_du_service.VerdictInconnu) as refus:
        return _page(cle, 422, {"quoi": quoi, "phrase": refus.phrase, "motif": motif[:2000]})
    except examen_du_service.RienAExaminer as refus:
        return _page(cle, 409, {"quoi": "", "phrase": refus.phrase, "motif": ""})
    flash(francais("Votre décision est enregistrée : le candidat en est prévenu."), "succes")
    return redirect(url_for("gestionnaire.candidature", cle=cle, _anchor="examen"), code=303)


@vues.get("/gestion/candidatures/<cle>/transitions/<code>")
@acces("gestionnaire")
def candidature_transition(cle: str, code: str) -> Response:
    contexte, offre = transition.offre_de(portail(), agent_courant(), cle, code)
    return _transition(contexte, offre)


@vues.post("/gestion/candidatures/<cle>/transitions/<code>")
@acces("gestionnaire")
def candidature_transition_post(cle: str, code: str) -> Reponse:
    motif, etat = request.form.get("motif", ""), request.form.get("etat", "")
    try:
        nouveau = transition.agir(
            portail(), agent_courant(), cle, code, motif, etat, formulaire_recu(HORS_REPONSES)
        )
    except transition.TransitionRefusee as refus:
        contexte, offre = transition.offre_de(portail(), agent_courant(), cle, code)
        return _transition(contexte, offre, refus, motif[:2000])
    flash(francais(f"C'est fait : « {nouveau} »."), "succes")
    return redirect(url_for("gestionnaire.candidature", cle=cle), code=303)


def formulaire_recu(sauf: frozenset[str]) -> dict[str, list[str]]:
    """Return the answers of a form, what is the portal's own left out."""
    return {nom: valeurs for nom, valeurs in request.form.to_dict(flat=False).items() if nom not in sauf}


def entete(contexte: Contexte) -> dict[str, Any]:
    """Return what the head of every page of one candidature says."""
    une, modele = contexte.candidature, contexte.modele
    candidat = une.candidat
    nom = f"{candidat.nom_naissance} {candidat.prenoms}"
    return {
        "contexte": contexte,
        "retour": retour(),
        "candidature": une,
        "modele": modele,
        "fuseau": modele.calendrier.fuseau,
        "nom": nom,
        "numero": f"{candidat.numero or ''} - {numero_inscription(une.numero_inscription or 0)}",
        "version": numero_version(une.version),
        "intitule": intitule_de(contexte.situation),
        "etat": modele.circuit.etats[une.etat].intitule,
        "ton": TONS.get(une.phase, "gris"),
    }


def _page(cle: str, statut: int = 200, refus: dict[str, str] | None = None) -> Response:
    lu = dossier.lire(portail(), agent_courant(), cle)
    return page_ou_fragment(
        "gestionnaire/candidature.html",
        "contenu",
        statut,
        dossier=lu,
        refus=refus,
        **entete(lu.contexte),
    )


def _transition(
    contexte: Contexte,
    offre: transition.Offre,
    refus: transition.TransitionRefusee | None = None,
    motif: str = "",
) -> Response:
    champs = refus.champs if refus else offre.champs
    erreurs = [{"cle": champ.cle, "message": champ.erreur} for champ in champs if champ.erreur]
    if refus and refus.motif:
        erreurs.append({"ancre": "motif", "message": francais(refus.motif)})
    return page_ou_fragment(
        "gestionnaire/transition.html",
        "contenu",
        422 if refus else 200,
        offre=offre,
        champs=champs,
        motif=motif,
        erreur_motif=francais(refus.motif) if refus else "",
        erreurs=erreurs,
        annonce=francais(suite.annoncer(portail(), contexte.candidature, offre.transition.ouvre)),
        **entete(contexte),
    )
