"""What is said of a pièce besides its files: which one it is, answers, « non concerné »; blank forms."""

from __future__ import annotations

from flask import Response, flash, redirect, request, send_file

from portal.domain.refus import Refus
from portal.domain.typographie import francais
from portal.services import fourniture, reponses_piece
from portal.services.imprime import imprime_de
from portal.services.reprise import reprendre
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.candidat.justificatifs import Page, adresse_pieces, montrer
from portal.web.courant import candidat_courant, portail

HORS_REPONSES = frozenset({"csrf_token", "action", "choix", "motif"})


@vues.post("/justificatifs/<cle>/<piece>/precisions")
@acces("candidat")
def preciser_piece(cle: str, piece: str) -> Page:
    action = request.form.get("action", "")
    try:
        if action == "repondre":
            return _repondre(cle, piece)
        if action == "choisir":
            choix = request.form.get("choix", "")
            reponses_piece.choisir(portail(), candidat_courant(), cle, piece, choix)
        else:
            motif = request.form.get("motif", "") if action == "non_concerne" else None
            reponses_piece.se_dire_non_concerne(portail(), candidat_courant(), cle, piece, motif)
    except Refus as refus:
        if refus.statut != 422:
            raise
        return montrer(fourniture.lire(portail(), candidat_courant(), cle), 422, refus=refus)
    return redirect(adresse_pieces(cle, piece), code=303)


@vues.post("/justificatifs/<cle>/<piece>/reprendre")
@acces("candidat")
def reprendre_piece(cle: str, piece: str) -> Page:
    reprendre(portail(), candidat_courant(), cle, piece)
    flash(francais("La pièce déjà acceptée est reprise : elle est copiée dans cette inscription."), "succes")
    return redirect(adresse_pieces(cle, piece), code=303)


@vues.get("/justificatifs/<cle>/<piece>/imprime")
@acces("candidat")
def imprime(cle: str, piece: str) -> Response:
    chemin = imprime_de(portail(), candidat_courant(), cle, piece)
    reponse = send_file(chemin, as_attachment=True, download_name=chemin.name, max_age=0)
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    return reponse


def _repondre(cle: str, piece: str) -> Page:
    formulaire = {n: v for n, v in request.form.to_dict(flat=False).items() if n not in HORS_REPONSES}
    lues = reponses_piece.repondre(portail(), candidat_courant(), cle, piece, formulaire)
    if lues.erreurs:
        page = fourniture.lire(portail(), candidat_courant(), cle)
        return montrer(page, 422, champs_en_erreur={piece: lues.champs}, erreurs=list(lues.erreurs.values()))
    flash(francais("Vos réponses sur cette pièce sont enregistrées."), "succes")
    return redirect(adresse_pieces(cle, piece), code=303)
