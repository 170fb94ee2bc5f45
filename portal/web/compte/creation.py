"""« Créez votre compte » and the link that activates it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import LienInvalide
from portal.domain.typographie import francais
from portal.services import compte, mot_de_passe
from portal.web.acces import acces
from portal.web.compte import vues
from portal.web.compte.formulaires import FormulaireCreation, FormulaireEtatCivil, FormulaireVide
from portal.web.connexion_serveur import reprendre, retenir
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

PARIS = ZoneInfo("Europe/Paris")


@vues.get("/compte/creer")
@acces("public")
def creer() -> Response:
    return _formulaire(FormulaireCreation(formdata=None))


@vues.post("/compte/creer")
@acces("public")
def creer_post() -> Response | Reponse:
    formulaire = FormulaireCreation()
    if request.form.get("action") == "actualiser":
        return _formulaire(formulaire)
    demande = _lire(formulaire)
    if demande is None:
        return _formulaire(formulaire, 422)
    compte.creer_compte(portail(), demande)
    retenir("adresse", demande.adresse)
    return redirect(url_for("compte.merci"), code=303)


@vues.get("/compte/creer/merci")
@acces("public")
def merci() -> str:
    return render_template("compte/merci.html", adresse=reprendre("adresse"))


@vues.post("/compte/lieu-de-naissance")
@acces("public")
def lieu_de_naissance() -> str:
    """The fields that follow the country of birth, asked for by htmx when it changes."""
    formulaire = FormulaireEtatCivil()
    formulaire.proposer(portail().referentiel)
    return render_template("compte/_lieu_de_naissance.html", formulaire=formulaire)


@vues.get("/compte/activer/<jeton>")
@acces("public")
def activer(jeton: str) -> str | tuple[str, int]:
    """Programs that check mails open every link: only the button of this page activates."""
    try:
        adresse = compte.adresse_a_activer(portail(), jeton)
    except LienInvalide:
        compte.purger_comptes_non_actives(portail())
        return _lien_invalide()
    return render_template("compte/activer.html", adresse=adresse, formulaire=FormulaireVide())


@vues.post("/compte/activer/<jeton>")
@acces("public")
def activer_post(jeton: str) -> Reponse | tuple[str, int]:
    try:
        adresse = compte.activer(portail(), jeton)
    except LienInvalide:
        return _lien_invalide()
    retenir("adresse", adresse)
    flash(francais("Votre compte est activé : vous pouvez vous connecter."), "succes")
    return redirect(url_for("compte.connexion"), code=303)


def _lire(formulaire: FormulaireCreation) -> compte.DemandeDeCompte | None:
    """Read everything, so that all the errors are shown at once."""
    aujourd_hui = portail().horloge.maintenant().astimezone(PARIS).date()
    etat_civil = formulaire.lire_etat_civil(portail().referentiel, aujourd_hui)
    adresse = formulaire.lire_courriel()
    contexte = tuple(
        formulaire[nom].data or "" for nom in ("nom_naissance", "nom_usage", "prenoms", "courriel")
    )
    secret = formulaire.lire_mot_de_passe(portail(), contexte)
    if etat_civil is None or adresse is None or secret is None:
        return None
    return compte.DemandeDeCompte(etat_civil, adresse, secret)


def _formulaire(formulaire: FormulaireCreation, statut: int = 200) -> Response:
    formulaire.proposer(portail().referentiel)
    return page_ou_fragment(
        "compte/creer.html",
        "contenu",
        statut,
        formulaire=formulaire,
        regle=mot_de_passe.regle(portail()),
        erreurs=statut == 422,
    )


def _lien_invalide() -> tuple[str, int]:
    page = render_template(
        "compte/lien_invalide.html",
        phrases=[
            francais("Vous l'avez déjà utilisé ? Votre compte est activé : connectez-vous."),
            "Passé 48h sans activation, vos informations ont été effacées : "
            "recommencez la création de votre compte avec la même adresse.",
        ],
        suites=[("Se connecter", url_for("compte.connexion")), ("Créer un compte", url_for("compte.creer"))],
    )
    return page, 410
