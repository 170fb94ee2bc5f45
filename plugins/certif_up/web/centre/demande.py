"""The page of one request: what it asks, where it stands, what its centre can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import centre_demande
from plugins.certif_up.services.centre_liste import A_ENCAISSER
from plugins.certif_up.web import vues
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.circuit import TransitionImpossible
from portal.domain.numero import numero_inscription
from portal.domain.places import PlusDePlace
from portal.domain.typographie import francais
from portal.services import message, transition
from portal.services.message import MessageRefuse
from portal.services.transition import EtatDepasse, TransitionRefusee
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

HORS_REPONSES = frozenset({"csrf_token", "motif", "etat"})
MONTRE = 4000


@dataclass(frozen=True, slots=True)
class Essai:
    """What was tried on the page and refused: by form (`quoi`), its sentences by field, what was typed."""

    quoi: str = ""
    phrase: str = ""
    erreurs: Mapping[str, str] = field(default_factory=dict)
    saisie: Mapping[str, str] = field(default_factory=dict)
    champs: Any = ()


@vues.get("/centre/demandes/<cle>")
@acces("centre")
def centre_demandes_une(cle: str) -> Response:
    return montrer(cle)


@vues.post("/centre/demandes/<cle>/transitions/<code>")
@acces("centre")
def centre_demandes_transition(cle: str, code: str) -> Reponse:
    """Take a transition of the circuit, from the état that the page showed."""
    motif, etat = request.form.get("motif", ""), request.form.get("etat", "")
    reponses = {nom: un for nom, un in request.form.to_dict(flat=False).items() if nom not in HORS_REPONSES}
    try:
        nouveau = transition.agir(portail(), agent_courant(), cle, code, motif, etat, reponses)
    except TransitionRefusee as refus:
        erreurs = {"motif": refus.motif} if refus.motif else {}
        essai = Essai(code, "", erreurs, {"motif": motif[:MONTRE]}, refus.champs)
        return montrer(cle, 422, essai)
    except (EtatDepasse, TransitionImpossible, PlusDePlace) as refus:
        return montrer(cle, 409, Essai(code, refus.phrase, {}, {"motif": motif[:MONTRE]}))
    flash(francais(f"C'est fait : « {nouveau} ». Le candidat en est prévenu par mail."), "succes")
    return redirect(url_for("certif_up.centre_demandes_une", cle=cle), code=303)


@vues.post("/centre/demandes/<cle>/message")
@acces("centre")
def centre_demandes_message(cle: str) -> Reponse:
    """Write to the candidate."""
    saisie = {nom: request.form.get(nom, "") for nom in ("objet", "message")}
    try:
        parti = message.envoyer(portail(), agent_courant(), cle, saisie["objet"], saisie["message"])
    except MessageRefuse as refus:
        montree = {nom: valeur[: 2 * MONTRE] for nom, valeur in saisie.items()}
        return montrer(cle, 422, Essai("message", "", refus.erreurs, montree))
    phrase = "Message envoyé." if parti else "Ce message est déjà parti aujourd'hui."
    flash(francais(phrase), "succes" if parti else "info")
    return redirect(url_for("certif_up.centre_demandes_une", cle=cle), code=303)


def montrer(cle: str, statut: int = 200, essai: Essai | None = None) -> Response:
    """Draw the page of a request; after a refusal, in its present état and with what was typed."""
    lue, essai = centre_demande.lire(portail(), agent_courant(), cle), essai or Essai()
    contexte = lue.dossier.contexte
    candidature, modele, candidat = contexte.candidature, contexte.modele, contexte.candidature.candidat
    if candidature.numero_inscription is None:
        raise CandidatureIntrouvable
    return page_ou_fragment(
        "certif_up/centre/demande.html",
        "contenu",
        statut,
        lue=lue,
        dossier=lue.dossier,
        candidature=candidature,
        candidat=candidat,
        modele=modele,
        etat=modele.circuit.etats[candidature.etat],
        fuseau=modele.calendrier.fuseau.key,
        nom=f"{candidat.nom_naissance} {candidat.prenoms}",
        numero=numero_inscription(candidature.numero_inscription),
        echeance=candidature.echeance_le if candidature.etat == A_ENCAISSER else None,
        essai=essai,
        erreurs=_resume(essai),
        aujourd_hui=contexte.situation.jour(contexte.situation.maintenant),
        maintenant=portail().horloge.maintenant(),
        moyens=[(un.code, un.intitule) for un in lue.moyens if not un.tiers],
        tiers=[un for un in lue.moyens if un.tiers],
    )


def _resume(essai: Essai) -> list[dict[str, str]]:
    faits = [{"ancre": f"{essai.quoi}-{cle}", "message": phrase} for cle, phrase in essai.erreurs.items()]
    return faits + [{"cle": champ.cle, "message": champ.erreur} for champ in essai.champs if champ.erreur]
