"""The tabs of the form: shown, kept, validated. They name no field: the modèle draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import DejaEnregistree, SaisieRefusee
from portal.domain.champs import TYPES, SaisieInvalide
from portal.domain.depot import est_accessible, premier_incomplet, voisin
from portal.domain.dessin import Dessin
from portal.domain.lecture import ErreurDeSaisie
from portal.domain.lignes import ajouter, remettre, retirer
from portal.domain.modele import Onglet
from portal.domain.recapitulatif import epreuves_resumees
from portal.services import mon_compte, saisie
from portal.services.candidature import Contexte
from portal.services.saisie import Resultat
from portal.tables.candidat import Candidat
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.candidat.enregistrement import montrer_recapitulatif
from portal.web.candidat.page_inscription import adresse_onglet, notices, page_de, rendre
from portal.web.courant import candidat_courant, portail
from portal.web.htmx import demande_htmx

Page = Response | Reponse
HORS_REPONSES = frozenset({"csrf_token", "revision", "action"})
FIN = " ?\u00a0"


@vues.get("/inscriptions/<cle>/onglets/<code>")
@acces("candidat")
def onglet(cle: str, code: str) -> Page:
    contexte = saisie.lire(portail(), candidat_courant(), cle)
    declare = contexte.modele.onglet(code) or abort(404)
    ailleurs = _ou_aller(contexte, declare)
    if ailleurs is not None and not demande_htmx():
        return redirect(ailleurs, code=303)
    erreurs = {} if demande_htmx() else _illisibles(contexte)
    dessin = _dessin(contexte, contexte.brouillon.saisies, erreurs, lignes=_lignes_demandees())
    return _montrer(contexte, declare, dessin)


@vues.post("/inscriptions/<cle>/onglets/<code>")
@acces("candidat")
def onglet_post(cle: str, code: str) -> Page:
    action, _, reste = request.form.get("action", "").partition(":")
    if action == "enregistrer":
        raise SaisieRefusee("« Enregistrer » n'est possible que sur le récapitulatif.")
    candidat = candidat_courant()
    formulaire = _formulaire(candidat, cle, action, reste)
    try:
        resultat = saisie.enregistrer_onglet(
            portail(), candidat, cle, code, formulaire, _revision(), valider=not action
        )
    except InscriptionFermee as refus:
        return montrer_recapitulatif(saisie.lire(portail(), candidat_courant(), cle), 403, refus.phrase)
    except DejaEnregistree as refus:
        return montrer_recapitulatif(saisie.lire(portail(), candidat_courant(), cle), 409, refus.phrase)
    declare = resultat.contexte.modele.onglet(code) or abort(404)
    if resultat.conflits:
        return _montrer(
            resultat.contexte, declare, _dessin(resultat.contexte, resultat.saisies), 409, resultat
        )
    if resultat.suivant is None and not action:
        dessin = _dessin(resultat.contexte, resultat.saisies, resultat.erreurs)
        return _montrer(resultat.contexte, declare, dessin, 422, resultat)
    return redirect(_suite(resultat, cle, declare, action, reste, formulaire), code=303)


def _ou_aller(contexte: Contexte, declare: Onglet) -> str | None:
    """Return where to go instead of a tab that is not to be filled in now."""
    cle, periode = contexte.candidature.cle, contexte.modele.calendrier.inscription
    ferme = periode.etat(contexte.situation.maintenant) != "ouverte"
    if declare.genre == "recapitulatif" or ferme or not contexte.saisie_ouverte:
        return url_for("candidat.recapitulatif", cle=cle)
    if est_accessible(contexte.situation, declare.code):
        return None
    premier = premier_incomplet(contexte.situation)
    return adresse_onglet(cle, premier.code, premier.genre)


def _formulaire(candidat: Candidat, cle: str, action: str, reste: str) -> Mapping[str, list[str]]:
    recu = {n: v for n, v in request.form.to_dict(flat=False).items() if n not in HORS_REPONSES}
    if action == "retirer":
        champ, _, numero = reste.rpartition(":")
        return retirer(recu, champ, int(numero)) if numero.isdecimal() and len(numero) < 4 else recu
    if action == "prendre":
        contexte = saisie.lire(portail(), candidat, cle)
        return remettre(contexte.situation, contexte.brouillon.saisies, recu, reste)
    return recu


def _suite(
    resultat: Resultat,
    cle: str,
    declare: Onglet,
    action: str,
    reste: str,
    formulaire: Mapping[str, list[str]],
) -> str:
    contexte = resultat.contexte
    if action == "quitter":
        return url_for("candidat.inscriptions")
    if action == "visualiser":
        return url_for("candidat.imprimer", cle=cle)
    code = declare.code
    if action == "precedent":
        code = voisin(contexte.situation, code, -1) or code
    elif not action and resultat.suivant:
        code = resultat.suivant
    ou = contexte.modele.onglet(code)
    adresse = adresse_onglet(cle, code, ou.genre if ou else "champs")
    if action == "ajouter" and contexte.situation.question(reste) is not None:
        return f"{adresse}?lignes={reste}:{ajouter(formulaire, reste)}#champ-{reste.replace('.', '-')}-groupe"
    return adresse


def _lignes_demandees() -> dict[str, int]:
    champ, _, combien = request.args.get("lignes", "").rpartition(":")
    return {champ: min(int(combien), 30)} if combien.isdecimal() and len(combien) < 4 else {}


def _revision() -> int:
    """Return the draft that the page showed; a page that does not say is as old as can be."""
    brut = request.form.get("revision", "")
    return int(brut) if brut.isdecimal() and len(brut) < 10 else 0


def _illisibles(contexte: Contexte) -> dict[str, ErreurDeSaisie]:
    """Say again why what was typed earlier could not be read."""
    erreurs = {}
    for cle, parties in contexte.brouillon.saisies.items():
        question = contexte.situation.question(cle)
        if question is not None:
            try:
                TYPES[question.champ.type].lire(question.champ, parties, contexte.situation.env)
            except SaisieInvalide as refus:
                erreurs[cle] = ErreurDeSaisie(cle, question.champ.question, refus.message, refus.partie)
    return erreurs


def _dessin(
    contexte: Contexte,
    saisies: Mapping[str, Mapping[str, list[str]]],
    erreurs: Mapping[str, ErreurDeSaisie] | None = None,
    lignes: Mapping[str, int] | None = None,
) -> Dessin:
    return Dessin(contexte.situation, saisies, erreurs or {}, contexte.verrouillees, lignes or {})


def _montrer(
    contexte: Contexte, declare: Onglet, dessin: Dessin, statut: int = 200, resultat: Resultat | None = None
) -> Response:
    identite = any(rubrique.bloc == "identite" for rubrique in declare.rubriques)
    return rendre(
        "candidat/onglet.html",
        page_de(contexte, declare.code),
        statut,
        onglet=declare,
        aide=declare.aide.rendre(contexte.situation) if declare.aide else None,
        rubriques=dessin.rubriques(declare),
        revision=contexte.candidature.revision,
        notices=notices(contexte, declare.code),
        epreuves=epreuves_resumees(contexte.situation) if declare.genre == "epreuves" else (),
        identite=identite,
        compte_verrouille=identite and mon_compte.est_verrouille(contexte.candidature.candidat_id),
        premier=voisin(contexte.situation, declare.code, -1) is None,
        **_fautes(resultat),
    )


def _fautes(resultat: Resultat | None) -> dict[str, Any]:
    if resultat is None:
        return {"erreurs": [], "conflits": ()}
    lignes = [
        {"cle": e.cle, "message": f"{e.question.rstrip(FIN)} : {e.message}" if e.question else e.message}
        for e in resultat.erreurs.values()
    ]
    return {"erreurs": lignes, "conflits": resultat.conflits}
