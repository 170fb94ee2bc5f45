"""« Modifier mes informations »: état civil, e-mail address, password, open connexions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import LienInvalide, MotDePasseActuelFaux, TropDeTentatives
from portal.domain.typographie import francais
from portal.services import connexion, mon_compte, mot_de_passe, second_facteur
from portal.services.connexion import Appareil, ConnexionEnCours
from portal.services.mon_compte import MonCompte
from portal.web.acces import acces
from portal.web.compte import vues
from portal.web.compte.formulaires import (
    FormulaireCourriel,
    FormulaireEtatCivil,
    FormulaireMotDePasse,
    FormulaireVide,
    noter,
)
from portal.web.compte.identification import accueil
from portal.web.compte.navigateur import navigateur
from portal.web.connexion_serveur import retenir
from portal.web.courant import connexion_courante, portail

PARIS = ZoneInfo("Europe/Paris")
Page = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Reponse


@dataclass
class PageCompte:
    """What the page shows: the account, its three forms, and the one that has errors, if any."""

    compte: MonCompte
    etat_civil: FormulaireEtatCivil | None
    courriel: FormulaireCourriel
    mot_de_passe: FormulaireMotDePasse
    appareils: tuple[Appareil, ...]
    menu: str
    regle: str
    en_erreur: FlaskForm | None = None


@vues.get("/compte")
@acces("connecte")
def modifier() -> Page:
    return _montrer(_page())


@vues.post("/compte")
@acces("connecte")
def modifier_post() -> Page:
    enregistrer = PARTIES.get(request.form.get("partie", "")) or abort(400)
    page = _page()
    try:
        phrase = enregistrer(page, _qui())
    except TropDeTentatives as refus:
        page.en_erreur = page.courriel if request.form["partie"] == "courriel" else page.mot_de_passe
        noter(page.en_erreur.mot_de_passe_actuel, refus.phrase)
        return *_montrer(page, 429), {"Retry-After": str(refus.secondes)}
    if phrase is None:
        return _montrer(page, 422 if page.en_erreur else 200)
    flash(francais(phrase), "succes")
    return redirect(url_for("compte.modifier"), code=303)


@vues.post("/compte/appareils/deconnecter")
@acces("connecte")
def deconnecter_les_autres() -> Reponse:
    nombre = connexion.revoquer_les_autres(portail(), _qui())
    flash(
        "Un appareil a été déconnecté." if nombre == 1 else f"{nombre} appareils ont été déconnectés.",
        "succes",
    )
    return redirect(url_for("compte.modifier"), code=303)


@vues.get("/compte/courriel/<jeton>")
@acces("public")
def confirmer_courriel(jeton: str) -> Page:
    try:
        adresse = mon_compte.courriel_a_confirmer(portail(), jeton)
    except LienInvalide:
        return _lien_invalide()
    return render_template("compte/confirmer_courriel.html", adresse=adresse, formulaire=FormulaireVide())


@vues.post("/compte/courriel/<jeton>")
@acces("public")
def confirmer_courriel_post(jeton: str) -> Page:
    try:
        adresse = mon_compte.confirmer_courriel(portail(), jeton)
    except LienInvalide:
        return _lien_invalide()
    retenir("adresse", adresse)
    flash(francais(f"Votre adresse mail est maintenant {adresse} : c'est aussi votre identifiant."), "succes")
    return redirect(url_for("compte.modifier"), code=303)


def _enregistrer_etat_civil(page: PageCompte, qui: ConnexionEnCours) -> str | None:
    formulaire = page.etat_civil or abort(404)
    if request.form.get("action") == "actualiser":
        return None
    aujourd_hui = portail().horloge.maintenant().astimezone(PARIS).date()
    etat_civil = formulaire.lire_etat_civil(portail().referentiel, aujourd_hui)
    if etat_civil is None:
        page.en_erreur = formulaire
        return None
    change = mon_compte.modifier_etat_civil(portail(), qui.compte_id, etat_civil)
    return "Votre état civil est enregistré." if change else "Votre état civil est inchangé."


def _enregistrer_courriel(page: PageCompte, qui: ConnexionEnCours) -> str | None:
    adresse, actuel = page.courriel.lire_courriel(), page.courriel.lire_actuel()
    if adresse == qui.courriel and actuel:
        noter(page.courriel.courriel, "C'est déjà l'adresse de votre compte.")
    elif adresse and actuel:
        try:
            mon_compte.demander_courriel(portail(), qui, adresse, actuel)
            return f"Un mail a été envoyé à {adresse} : cliquez sur son lien pour confirmer votre adresse."
        except MotDePasseActuelFaux as refus:
            noter(page.courriel.mot_de_passe_actuel, refus.phrase)
    page.en_erreur = page.courriel
    return None


def _enregistrer_mot_de_passe(page: PageCompte, qui: ConnexionEnCours) -> str | None:
    actuel = page.mot_de_passe.lire_actuel()
    choisi = page.mot_de_passe.lire_mot_de_passe(portail(), _contexte(page.compte))
    if actuel and choisi:
        try:
            mot_de_passe.changer(portail(), qui, actuel, choisi)
            return "Votre mot de passe est changé. Vos autres appareils sont déconnectés."
        except MotDePasseActuelFaux as refus:
            noter(page.mot_de_passe.mot_de_passe_actuel, refus.phrase)
    page.en_erreur = page.mot_de_passe
    return None


PARTIES = {
    "etat_civil": _enregistrer_etat_civil,
    "courriel": _enregistrer_courriel,
    "mot_de_passe": _enregistrer_mot_de_passe,
}


def _page() -> PageCompte:
    """Gather the page; on POST, only the form that was sent holds what was typed."""
    qui, envoyee = _qui(), request.form.get("partie")
    compte = mon_compte.lire(portail(), qui.compte_id)
    return PageCompte(
        compte=compte,
        etat_civil=_etat_civil(compte, envoyee) if compte.etat_civil else None,
        courriel=FormulaireCourriel(**_donnees("courriel", envoyee)),
        mot_de_passe=FormulaireMotDePasse(**_donnees("mot_de_passe", envoyee)),
        appareils=tuple(
            replace(un, agent=navigateur(un.agent or "")) for un in connexion.lister(portail(), qui)
        ),
        menu=accueil(),
        regle=mot_de_passe.regle(portail()),
    )


def _donnees(partie: str, envoyee: str | None) -> dict[str, Any]:
    """Prefixes keep the ids of the three forms apart."""
    return {"prefix": partie} if partie == envoyee else {"prefix": partie, "formdata": None}


def _etat_civil(compte: MonCompte, envoyee: str | None) -> FormulaireEtatCivil:
    envoye = envoyee == "etat_civil"
    formulaire = FormulaireEtatCivil() if envoye else FormulaireEtatCivil(formdata=None)
    formulaire.proposer(portail().referentiel)
    if not envoye and compte.etat_civil:
        formulaire.remplir(compte.etat_civil)
    return formulaire


def _montrer(page: PageCompte, statut: int = 200) -> tuple[str, int]:
    if page.courriel.courriel.data is None:
        page.courriel.courriel.data = page.courriel.courriel_confirmation.data = page.compte.courriel
    erreurs = page.en_erreur is not None
    telephone = second_facteur.etat(_qui().compte_id)
    contexte = {"page": page, "erreurs": erreurs, "telephone": telephone if telephone.confirme_le else None}
    return render_template("compte/modifier.html", **contexte), statut


def _qui() -> ConnexionEnCours:
    return connexion_courante() or abort(401)


def _contexte(compte: MonCompte) -> tuple[str, ...]:
    """What others know of the person, which a password must not hold."""
    civil = compte.etat_civil
    noms = (civil.nom_naissance, civil.nom_usage, civil.prenoms) if civil else ()
    return (compte.courriel, *noms)


def _lien_invalide() -> Page:
    page = render_template(
        "compte/lien_invalide.html",
        phrases=["Votre adresse mail n'a pas changé. Vous pouvez en demander de nouveau le changement."],
        suites=[("Modifier mon compte", url_for("compte.modifier"))],
    )
    return page, 410
