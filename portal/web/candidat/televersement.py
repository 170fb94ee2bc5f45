"""Files of a pièce: added, opened, deleted. The same addresses with and without JavaScript."""

from __future__ import annotations

from flask import Response, flash, jsonify, make_response, redirect, request, send_file
from werkzeug.datastructures import FileStorage

from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.refus import Refus
from portal.domain.remise import FichierIntrouvable, PieceIntrouvable, empechement, taille_de_l_envoi
from portal.domain.typographie import francais
from portal.services import depot, fourniture
from portal.services.depot import Depots
from portal.services.piece_candidat import lire_piece
from portal.services.preparation import FichierRecu
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.candidat.justificatifs import Page, adresse_pieces, repondre
from portal.web.corps import chemin_de, commence_le, corps
from portal.web.courant import candidat_courant, connexion_courante, portail

# What static/televersement.js says of itself: it wants an answer that it can read.
SCRIPT = "X-Televersement"
MIMES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "zip": "application/zip",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


def _taille(cle: str, piece: str) -> int | None:
    """Return what a sending may weigh, by the modèle; None when the pièce is not one of who asks."""
    connexion = connexion_courante()
    if connexion is None or connexion.profil != "candidat":
        return None
    try:
        return taille_de_l_envoi(lire_piece(portail(), candidat_courant(), cle, piece).suivie)
    except (CandidatureIntrouvable, PieceIntrouvable):
        return None


@vues.get("/justificatifs/<cle>/<piece>/ajouter")
@acces("candidat")
def justificatifs_ajouter(cle: str, piece: str) -> Page:
    lue = lire_piece(portail(), candidat_courant(), cle, piece)
    refus = empechement(lue.situation, lue.suivie, portail().horloge.maintenant())
    if refus is not None:
        raise refus
    return _formulaire(cle, piece)


@vues.post("/justificatifs/<cle>/<piece>/ajouter")
@acces("candidat")
@corps(_taille)
def ajouter_post(cle: str, piece: str) -> Page:
    """Keep the files of one sending; those that are refused are named, with the reason."""
    debut, par_script = commence_le(), SCRIPT in request.headers
    try:
        recus = [_recu(fichier) for fichier in request.files.getlist("fichiers") if fichier.filename]
        fait = depot.deposer(
            portail(), candidat_courant(), cle, piece, recus, debut, request.form.get("choix", "")
        )
    except Refus as refus:
        if par_script:
            return _json(refus.statut, message=refus.phrase)
        if refus.statut == 422:
            return _formulaire(cle, piece, 422, refus.phrase)
        raise
    if par_script:
        return _json(422 if fait.ecartes else 200, **_dire(fait))
    if fait.ecartes:
        return _formulaire(cle, piece, 422, fait=fait)
    flash(francais(_phrase(fait)), "succes")
    return redirect(adresse_pieces(cle, piece), code=303)


@vues.get("/justificatifs/<cle>/<piece>/fichiers/<fichier>")
@acces("candidat")
def fichier(cle: str, piece: str, fichier: str) -> Response:
    """Give a file back as it was kept: to be saved, never opened as a page of ours."""
    depose, flux = depot.ouvrir(portail(), candidat_courant(), cle, piece, fichier)
    reponse = send_file(
        flux, mimetype=MIMES[depose.format], as_attachment=True, download_name=depose.nom, max_age=0
    )
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    reponse.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


@vues.get("/justificatifs/<cle>/<piece>/fichiers/<fichier>/supprimer")
@acces("candidat")
def justificatifs_supprimer(cle: str, piece: str, fichier: str) -> Page:
    lue = lire_piece(portail(), candidat_courant(), cle, piece)
    vise = next((un for un in lue.suivie.fichiers if un.cle == fichier), None)
    if vise is None:
        raise FichierIntrouvable
    page = fourniture.lire(portail(), candidat_courant(), cle)
    return repondre("candidat/justificatifs_supprimer.html", page, piece=page.piece(piece), fichier=vise)


@vues.post("/justificatifs/<cle>/<piece>/fichiers/<fichier>/supprimer")
@acces("candidat")
def supprimer_fichier(cle: str, piece: str, fichier: str) -> Page:
    depot.supprimer(portail(), candidat_courant(), cle, piece, fichier)
    flash(francais("Fichier supprimé."), "info")
    return redirect(adresse_pieces(cle, piece), code=303)


def _recu(fichier: FileStorage) -> FichierRecu:
    return FichierRecu(chemin_de(fichier.stream), fichier.filename or "")


def _formulaire(
    cle: str, cle_piece: str, statut: int = 200, refus: str = "", fait: Depots | None = None
) -> Page:
    page = fourniture.lire(portail(), candidat_courant(), cle)
    return repondre(
        "candidat/justificatifs_ajouter.html",
        page,
        statut,
        piece=page.piece(cle_piece),
        refus=refus,
        fait=fait,
    )


def _dire(fait: Depots) -> dict[str, object]:
    return {
        "deposes": [un.nom for un in fait.deposes],
        "ecartes": [{"nom": un.nom, "message": un.phrase} for un in fait.ecartes],
    }


def _phrase(fait: Depots) -> str:
    if len(fait.deposes) == 1:
        return f"« {fait.deposes[0].nom} » est bien déposé."
    return f"{len(fait.deposes)} fichiers sont bien déposés."


def _json(statut: int, **contenu: object) -> Response:
    return make_response(jsonify(contenu), statut)
