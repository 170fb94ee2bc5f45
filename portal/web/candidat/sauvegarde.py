"""The other end of static/saisie.js: answers kept one by one, as they are typed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, make_response, request

from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import CandidatureIntrouvable, DejaEnregistree, SaisieRefusee
from portal.domain.typographie import INSECABLE, francais
from portal.services import saisie
from portal.services.candidature import Contexte
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.courant import candidat_courant, portail

HORS_REPONSES = frozenset({"csrf_token", "revision", "cle"})
INCOMPLETE = "Le portail n'a pas compris cet envoi : rechargez la page."
# What each refusal becomes in the protocol: 410 and 404 stop the page, 422 is said and not sent again.
REFUS = (InscriptionFermee, DejaEnregistree, CandidatureIntrouvable, SaisieRefusee)
STATUTS: dict[type[Exception], int] = dict(zip(REFUS, (410, 410, 404, 422), strict=True))


@vues.post("/inscriptions/<cle>/champs")
@acces("candidat")
def champs(cle: str) -> Response:
    brut = request.form.get("revision", "")
    cles = request.form.getlist("cle")
    if not cles or not brut.isdecimal() or len(brut) > 9:
        return _json(422, message=francais(INCOMPLETE))
    formulaire = {n: v for n, v in request.form.to_dict(flat=False).items() if n not in HORS_REPONSES}
    try:
        resultat = saisie.enregistrer_champs(portail(), candidat_courant(), cle, cles, formulaire, int(brut))
    except REFUS as refus:
        return _json(STATUTS[type(refus)], message=refus.phrase)
    if resultat.conflits:
        return _json(409, revision=resultat.revision, conflits=[asdict(un) for un in resultat.conflits])
    return _json(
        200, revision=resultat.revision, heure=_heure(resultat.contexte), actualiser=resultat.ailleurs
    )


def _heure(contexte: Contexte) -> str:
    """« 14 h 32 », by the clock of the modèle's place, as its closing is."""
    local = contexte.situation.maintenant.astimezone(contexte.modele.calendrier.fuseau)
    return f"{local.hour}{INSECABLE}h{INSECABLE}{local:%M}"


def _json(statut: int, **contenu: Any) -> Response:
    return make_response(jsonify(contenu), statut)
