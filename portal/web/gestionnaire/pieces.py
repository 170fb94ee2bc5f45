"""One pièce of a candidature in the hands of the service: its statut, its date of reception, its scan."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.decision import DecisionInvalide, DejaTraitee, PieceIntrouvable, limite_proposee
from portal.domain.remise import EnvoiVide, FichierEcarte, taille_de_l_envoi
from portal.domain.typographie import francais
from portal.services import annulation_decision, decision, piece_du_service
from portal.services.preparation import FichierRecu
from portal.web.acces import acces
from portal.web.corps import chemin_de, commence_le, corps
from portal.web.courant import agent_courant, connexion_courante, portail
from portal.web.gestionnaire import vues


def _taille(cle: str, piece: str) -> int | None:
    """Return what a scan may weigh, by the modèle; None when the pièce is not one of who asks."""
    connexion = connexion_courante()
    if connexion is None or connexion.profil != "gestionnaire":
        return None
    try:
        return taille_de_l_envoi(piece_du_service.recevoir(portail(), agent_courant(), cle, piece).suivie)
    except (CandidatureIntrouvable, PieceIntrouvable):
        return None


@vues.get("/gestion/candidatures/<cle>/pieces/<piece>")
@acces("gestionnaire")
def candidature_piece(cle: str, piece: str) -> str:
    return _page(cle, piece)


@vues.post("/gestion/candidatures/<cle>/pieces/<piece>/statut")
@acces("gestionnaire")
def candidature_piece_statut(cle: str, piece: str) -> Response | Reponse:
    """Record a statut, of a pièce received by post for instance (guide 003 « Contrôle » 3, 004 §2)."""
    saisie = request.form.to_dict()
    try:
        decision.decider_pour(portail(), agent_courant(), cle, piece, saisie, saisie.get("vue", ""))
    except DecisionInvalide as refus:
        return make_response(_page(cle, piece, saisie, refus.erreurs), 422)
    except DejaTraitee as refus:
        return make_response(_page(cle, piece, erreurs={"page": refus.phrase}), 409)
    flash(francais("Le statut de la pièce est enregistré."), "succes")
    return redirect(url_for("gestionnaire.candidature_piece", cle=cle, piece=piece), code=303)


@vues.post("/gestion/candidatures/<cle>/pieces/<piece>/scan")
@acces("gestionnaire")
@corps(_taille)
def candidature_piece_scan(cle: str, piece: str) -> Response | Reponse:
    """Keep the scan of a pièce that came on paper."""
    envoyes = [fichier for fichier in request.files.getlist("fichiers") if fichier.filename]
    recus = [FichierRecu(chemin_de(fichier.stream), fichier.filename or "") for fichier in envoyes]
    try:
        fait = piece_du_service.numeriser(portail(), agent_courant(), cle, piece, recus, commence_le())
    except EnvoiVide as refus:
        return make_response(_page(cle, piece, erreurs={"fichiers": refus.phrase}), 422)
    if fait.ecartes:
        return make_response(_page(cle, piece, ecartes=fait.ecartes), 422)
    flash(francais("La numérisation est enregistrée."), "succes")
    return redirect(url_for("gestionnaire.candidature_piece", cle=cle, piece=piece), code=303)


def _page(
    cle: str,
    piece: str,
    saisie: Mapping[str, str] | None = None,
    erreurs: Mapping[str, str] | None = None,
    ecartes: tuple[FichierEcarte, ...] = (),
) -> str:
    recue = piece_du_service.recevoir(portail(), agent_courant(), cle, piece)
    maintenant, fuseau = portail().horloge.maintenant(), recue.contexte.modele.calendrier.fuseau
    return render_template(
        "gestionnaire/piece_recue.html",
        cle=cle,
        suivie=recue.suivie,
        vue=recue.vue,
        fuseau=fuseau,
        nom=annulation_decision.nom_de(recue.contexte.candidature.candidat),
        derniere=annulation_decision.derniere(portail(), agent_courant()),
        aujourd_hui=maintenant.astimezone(fuseau).date(),
        limite_proposee=limite_proposee(maintenant, fuseau),
        saisie=saisie or {},
        erreurs=erreurs or {},
        ecartes=ecartes,
    )
