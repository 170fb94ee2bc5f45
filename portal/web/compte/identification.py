"""Logging in and out."""

from __future__ import annotations

from flask import (
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import (
    CompteDesactive,
    CompteNonActive,
    IdentifiantsRefuses,
    MotDePasseProvisoire,
    TropDeTentatives,
)
from portal.services import compte
from portal.services.identifiant import identifiants
from portal.web import connexion_serveur
from portal.web.acces import acces, suite_sure
from portal.web.compte import vues
from portal.web.compte.formulaires import FormulaireConnexion
from portal.web.compte.identifiant import aide_de, nommer, sigles_de
from portal.web.courant import connexion_courante, portail
from portal.web.liens import liens_de

# Where each profile starts; another one starts at the first link that a plugin puts in its menu.
ACCUEILS = {
    "candidat": "candidat.espace",
    "auteur": "auteur.modeles",
    "gestionnaire": "gestionnaire.candidatures",
    "administrateur": "administration.comptes",
}


@vues.get("/connexion")
@acces("public")
def connexion() -> str | Reponse:
    suite = request.args.get("suite", "")
    if current_user.is_authenticated:
        return redirect(_suite_de_l_entree(suite), code=303)
    formulaire = FormulaireConnexion(formdata=None)
    formulaire.suite.data = suite_sure(suite, "")
    formulaire.login.data = connexion_serveur.reprendre("adresse")
    return _page(formulaire)


@vues.post("/connexion")
@acces("public")
def connexion_post() -> Response | Reponse:
    formulaire = FormulaireConnexion()
    lus = formulaire.lire(sigles_de(identifiants(portail())))
    if lus is None:
        return _refuser(formulaire, 422)
    try:
        connexion_serveur.entrer(*lus)
    except TropDeTentatives as refus:
        reponse = _refuser(formulaire, 429, refus.phrase)
        reponse.headers["Retry-After"] = str(refus.secondes)
        return reponse
    except MotDePasseProvisoire as refus:
        return redirect(url_for("compte.nouveau_mot_de_passe", jeton=refus.secret), code=303)
    except CompteNonActive as refus:
        compte.renvoyer_activation(portail(), refus.courriel)
        return _refuser(formulaire, 422, refus.phrase)
    except (IdentifiantsRefuses, CompteDesactive) as refus:
        return _refuser(formulaire, 422, refus.phrase)
    return redirect(_suite_de_l_entree(formulaire.suite.data), code=303)


@vues.post("/deconnexion")
@acces("connecte", second_facteur=False)
def deconnexion() -> Reponse:
    connexion_serveur.sortir()
    reponse = redirect(url_for("public.accueil"), code=303)
    # On a shared computer, the next person finds neither pages nor answers kept by the browser.
    reponse.headers["Clear-Site-Data"] = '"cache", "storage"'
    return reponse


@vues.get("/jeton-csrf")
@acces("public")
def jeton_csrf() -> Response:
    """Give a form that stayed open during a new login the token it needs to be sent."""
    if not current_user.is_authenticated:
        abort(401)
    return jsonify(jeton=generate_csrf())


def accueil() -> str:
    """Return the first page of who is logged in."""
    qui = connexion_courante()
    if qui is None:
        return url_for("public.accueil")
    ajouts = liens_de("menu", qui.profil)
    return url_for(ACCUEILS.get(qui.profil) or (ajouts[0].vue if ajouts else "compte.modifier"))


def _suite_de_l_entree(demandee: str | None) -> str:
    """Return where a login leads: for staff, to the code first."""
    qui = connexion_courante()
    if qui and qui.attend_un_code:
        return url_for("compte.code", suite=suite_sure(demandee, "") or None)
    return suite_sure(demandee, accueil())


def _refuser(formulaire: FormulaireConnexion, statut: int, phrase: str = "") -> Response:
    return make_response(_page(formulaire, refus=phrase, erreurs=True), statut)


def _page(formulaire: FormulaireConnexion, **dit: str | bool) -> str:
    autres = identifiants(portail())
    nommer(formulaire.login, sigles_de(autres))
    return render_template("compte/connexion.html", formulaire=formulaire, autres=aide_de(autres), **dit)
