"""What a candidate asks for after « Soumettre »: one page for each démarche, its pièces in the same form."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Reponse

from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.circuit import TransitionImpossible
from portal.domain.demarche import DemarcheIntrouvable
from portal.domain.remise import taille_de_l_envoi
from portal.domain.typographie import francais
from portal.services import demarche as service
from portal.services.demarche import Page
from portal.services.notification import intitule_de
from portal.services.pieces_de_demarche import Envoi
from portal.services.preparation import FichierRecu
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.corps import chemin_de, commence_le, corps
from portal.web.courant import candidat_courant, connexion_courante, portail
from portal.web.htmx import page_ou_fragment

PIECE, CHOIX, RETIRER = "piece:", "choix:", "retirer:"
HORS_REPONSES = frozenset({"csrf_token", "motif", "action"})
FAITE = "C'est envoyé : votre demande est enregistrée."
FIN = " ?\u00a0"
RESTE = 256 * 1024  # what the form weighs without its files


def _taille(cle: str, code: str) -> int | None:
    """Return what the form may weigh: its pièces together; None when it is nobody's."""
    connexion = connexion_courante()
    if connexion is None or connexion.profil != "candidat":
        return None
    try:
        pieces = service.pieces_demandees(portail(), candidat_courant(), cle, code)
    except (CandidatureIntrouvable, DemarcheIntrouvable, TransitionImpossible):
        return None
    return sum(taille_de_l_envoi(une) for une in pieces) + RESTE if pieces else None


@vues.get("/inscriptions/<cle>/demarches/<code>")
@acces("candidat")
def demarche(cle: str, code: str) -> Response | Reponse:
    page = service.lire(portail(), candidat_courant(), cle, code)
    return _suivi(cle) if page is None else _montrer(page)


@vues.post("/inscriptions/<cle>/demarches/<code>")
@acces("candidat")
@corps(_taille)
def demarche_post(cle: str, code: str) -> Response | Reponse:
    page = service.faire(portail(), candidat_courant(), cle, code, _envoi())
    if page is not None:
        return _montrer(page, 422 if page.fautes else 200)
    flash(francais(FAITE), "succes")
    return _suivi(cle)


def _envoi() -> Envoi:
    """Read a form: buttons « Retirer » and « Joindre » keep what came and ask nothing else yet."""
    action, champs = request.form.get("action", ""), request.form.to_dict(flat=False)
    fichiers = request.files.to_dict(flat=False)
    return Envoi(
        commence_le(),
        motif=request.form.get("motif", ""),
        formulaire={n: v for n, v in champs.items() if n not in HORS_REPONSES and not n.startswith(CHOIX)},
        fichiers={
            nom.removeprefix(PIECE): recus
            for nom, envoyes in fichiers.items()
            if nom.startswith(PIECE) and (recus := [_recu(un) for un in envoyes if un.filename])
        },
        choix={n.removeprefix(CHOIX): v[0] for n, v in champs.items() if n.startswith(CHOIX)},
        retires=(action.removeprefix(RETIRER),) if action.startswith(RETIRER) else (),
        seulement_joindre=bool(action),
    )


def _recu(fichier: FileStorage) -> FichierRecu:
    return FichierRecu(chemin_de(fichier.stream), fichier.filename or "")


def _suivi(cle: str) -> Reponse:
    return redirect(url_for("candidat.suivi", cle=cle), code=303)


def _montrer(page: Page, statut: int = 200) -> Response:
    situation, circuit = page.contexte.situation, page.contexte.modele.circuit
    arrivee = circuit.etats[page.offre.transition.vers]
    return page_ou_fragment(
        "candidat/demarche.html",
        "contenu",
        statut,
        page=page,
        transition=page.offre.transition,
        candidature=page.contexte.candidature,
        titre=intitule_de(situation),
        modele=page.contexte.modele,
        arrivee=arrivee,
        aide=arrivee.aide.rendre(situation) if arrivee.aide is not None else None,
        erreurs=_erreurs(page),
        ancre=ancre,
    )


def ancre(piece: str) -> str:
    """Return the id of the input of a pièce."""
    return f"piece-{piece.replace('.', '-')}"


def _erreurs(page: Page) -> list[dict[str, str]]:
    """Return what the summary at the head of the page says, in the order of the page."""
    lignes = [
        {"ancre": ancre(une.cle), "message": francais(f"{une.demandee.titre} : {erreur}")}
        for une in page.pieces
        for erreur in une.erreurs
    ]
    lignes += [
        {"cle": un.cle, "message": francais(f"{un.question.rstrip(FIN)} : {un.erreur}")}
        for un in page.champs
        if un.erreur
    ]
    return lignes + (
        [{"ancre": "motif", "message": francais(page.motif_refuse)}] if page.motif_refuse else []
    )
