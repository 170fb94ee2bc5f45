"""The checking station: queues by kind of pièce, then one pièce beside what it must prove."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.decision import (
    DecisionInvalide,
    DejaTraitee,
    EnCours,
    delai_utile,
    limite_proposee,
)
from portal.services import annulation_decision, decision, piece_vue, verification
from portal.services.piece_vue import PieceVue
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.htmx import demande_htmx

ENTIER = "<int(max=2147483647):"  # what a column holds: a longer number is no address of ours
OUBLI_S = 30 * 60
SECONDES_AU_PLUS = 2**40  # far beyond any clock, and still a number that subtracts
GABARIT = "gestionnaire/verification_piece.html"


@vues.get("/gestion/verification", endpoint="verification")
@acces("gestionnaire")
def verification_accueil() -> str:
    agent = agent_courant()
    return render_template(
        "gestionnaire/verification.html",
        files=verification.files(portail(), agent),
        derniere=annulation_decision.derniere(portail(), agent),
    )


@vues.get("/gestion/verification/<path:slug>/<code>")
@acces("gestionnaire")
def verification_file(slug: str, code: str) -> str | Reponse:
    """Go to the next pièce that nobody holds; `apres` in the address is the one just left."""
    agent, apres = agent_courant(), min(max(request.args.get("apres", 0, int), 0), 2**31 - 1)
    piece_id = verification.prendre_suivante(portail(), agent, slug, code, apres)
    if piece_id is not None:
        return redirect(url_for("gestionnaire.verification_piece", piece_id=piece_id), code=303)
    return render_template(
        "gestionnaire/verification_vide.html",
        file=verification.une_file(portail(), agent, slug, code),
        derniere=annulation_decision.derniere(portail(), agent),
    )


@vues.get(f"/gestion/pieces/{ENTIER}piece_id>")
@acces("gestionnaire")
def verification_piece(piece_id: int) -> str | Response:
    try:
        vue = piece_vue.ouvrir(portail(), agent_courant(), piece_id)
    except EnCours as refus:
        return make_response(_ailleurs(piece_id, refus), 409)
    return _page(vue)


@vues.post(f"/gestion/pieces/{ENTIER}piece_id>/decision")
@acces("gestionnaire")
def verification_decision(piece_id: int) -> Response | Reponse:
    """Decide, then show the next pièce of the queue."""
    agent, saisie = agent_courant(), request.form.to_dict()
    try:
        decision.decider(portail(), agent, piece_id, saisie, saisie.get("vue", ""))
    except DecisionInvalide as refus:
        vue = piece_vue.regarder(portail(), agent, piece_id)
        return make_response(_page(vue, saisie, refus.erreurs), 422)
    except (DejaTraitee, EnCours) as refus:
        return make_response(_ailleurs(piece_id, refus), 409)
    ligne, contexte = piece_vue.charger(portail(), agent, piece_id)
    return redirect(_file(contexte.candidature.slug, ligne.code, piece_id), code=303)


@vues.post(f"/gestion/decisions/{ENTIER}decision_id>/annuler")
@acces("gestionnaire")
def verification_annuler(decision_id: int) -> Reponse:
    piece_id = annulation_decision.annuler(portail(), agent_courant(), decision_id)
    flash("Décision annulée : aucun courriel n'est parti.", "succes")
    return redirect(url_for("gestionnaire.verification_piece", piece_id=piece_id), code=303)


@vues.post(f"/gestion/pieces/{ENTIER}piece_id>/prise")
@acces("gestionnaire")
def verification_prise(piece_id: int) -> Response:
    """Keep the pièce for this person while the page is open, not for a page that was forgotten.

    `ouverte` in the address is the second at which it was opened. 286 tells htmx to ask no more.
    """
    ouverte = min(max(request.args.get("ouverte", 0, int), 0), SECONDES_AU_PLUS)
    if portail().horloge.maintenant().timestamp() - ouverte > OUBLI_S:
        piece_vue.charger(portail(), agent_courant(), piece_id)
        return make_response(render_template("gestionnaire/_prise_perdue.html"), 286)
    try:
        verification.renouveler(portail(), agent_courant(), piece_id)
    except EnCours as refus:
        return make_response(render_template("gestionnaire/_prise_perdue.html", refus=refus), 409)
    return make_response("", 204)


@vues.get(f"/gestion/pieces/{ENTIER}piece_id>/visionneuse")
@acces("gestionnaire")
def verification_visionneuse(piece_id: int) -> str | Reponse:
    """The files again, while their pictures are being drawn."""
    vue = piece_vue.regarder(portail(), agent_courant(), piece_id)
    if not demande_htmx():
        return redirect(url_for("gestionnaire.verification_piece", piece_id=piece_id), code=303)
    return render_template("gestionnaire/_visionneuse.html", vue=vue, suivie=vue.suivie)


def _page(
    vue: PieceVue, saisie: Mapping[str, str] | None = None, erreurs: Mapping[str, str] | None = None
) -> str:
    agent, candidature = agent_courant(), vue.contexte.candidature
    calendrier, maintenant = vue.contexte.modele.calendrier, portail().horloge.maintenant()
    return render_template(
        GABARIT,
        vue=vue,
        suivie=vue.suivie,
        candidature=candidature,
        candidat=candidature.candidat,
        nom=annulation_decision.nom_de(candidature.candidat),
        file=verification.file_de(portail(), agent, candidature.slug, vue.suivie.due.code),
        suivante=_file(candidature.slug, vue.suivie.due.code, vue.identifiant),
        derniere=annulation_decision.derniere(portail(), agent),
        delai_utile=delai_utile(vue.suivie.due.limite, maintenant, calendrier.fuseau),
        limite_proposee=limite_proposee(maintenant, calendrier.fuseau),
        aujourd_hui=maintenant.astimezone(calendrier.fuseau).date(),
        saisie=saisie or {},
        erreurs=erreurs or {},
    )


def _ailleurs(piece_id: int, refus: DejaTraitee | EnCours) -> str:
    """Say what somebody else does, or did, with the pièce."""
    ligne, contexte = piece_vue.charger(portail(), agent_courant(), piece_id)
    return render_template(
        "gestionnaire/verification_conflit.html",
        refus=refus,
        piece_id=piece_id,
        titre=getattr(contexte.modele.piece(ligne.code), "titre", ligne.code),
        nom=annulation_decision.nom_de(contexte.candidature.candidat),
        fuseau=contexte.modele.calendrier.fuseau,
        suivante=_file(contexte.candidature.slug, ligne.code, piece_id),
    )


def _file(slug: str, code: str, apres: int) -> str:
    return url_for("gestionnaire.verification_file", slug=slug, code=code, apres=apres)
