"""The second factor of staff: the code after the password, and the telephone that shows it."""

from __future__ import annotations

import segno
from flask import Response, abort, current_app, flash, make_response, redirect, render_template, url_for
from flask import request as demande
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import TropDeTentatives
from portal.domain.refus import Refus
from portal.domain.second_facteur import CodeIllisible, CodeRefuse, EnrolementClos
from portal.domain.typographie import francais
from portal.services import enrolement
from portal.services import second_facteur as facteur
from portal.services.connexion import ConnexionEnCours
from portal.services.enrolement import Proposition
from portal.web import connexion_serveur
from portal.web.acces import PERSONNEL, acces, suite_sure
from portal.web.compte import vues
from portal.web.compte.formulaires import FormulaireCode, noter
from portal.web.compte.identification import accueil
from portal.web.courant import connexion_courante, jeton_de_connexion, portail

Page = str | Response | Reponse


@vues.get("/connexion/code")
@acces(*PERSONNEL, second_facteur=False)
def code() -> Page:
    if (suivante := _deja_la()) is not None:
        return suivante
    if facteur.etat(qui().compte_id).confirme_le is None:
        return redirect(url_for("compte.second_facteur", suite=_suite() or None), code=303)
    return render_template("compte/code.html", formulaire=_formulaire(), codes=adresse_des_codes())


@vues.post("/connexion/code")
@acces(*PERSONNEL, second_facteur=False)
def code_post() -> Page:
    if (suivante := _deja_la()) is not None:
        return suivante
    formulaire = FormulaireCode()
    try:
        nouveau = facteur.confirmer(portail(), qui(), formulaire.code.data or "")
    except (CodeIllisible, CodeRefuse, TropDeTentatives) as refus:
        return _refuser("compte/code.html", formulaire, refus)
    connexion_serveur.elever(nouveau)
    return redirect(suite_sure(formulaire.suite.data, accueil()), code=303)


@vues.get("/connexion/second-facteur")
@acces(*PERSONNEL, second_facteur=False)
def second_facteur() -> Page:
    if (suivante := _deja_la()) is not None:
        return suivante
    if facteur.etat(qui().compte_id).confirme_le is not None:
        return redirect(url_for("compte.code", suite=_suite() or None), code=303)
    try:
        return _enrolement(_formulaire())
    except EnrolementClos as refus:
        return _clos(refus)


@vues.post("/connexion/second-facteur")
@acces(*PERSONNEL, second_facteur=False)
def second_facteur_post() -> Page:
    if (suivante := _deja_la()) is not None:
        return suivante
    formulaire = FormulaireCode()
    try:
        nouveau = enrolement.enroler(portail(), qui(), jeton_de_connexion(), formulaire.code.data or "")
    except EnrolementClos as refus:
        return _clos(refus)
    except (CodeIllisible, CodeRefuse, TropDeTentatives) as refus:
        return _refuser("compte/second_facteur.html", formulaire, refus)
    connexion_serveur.elever(nouveau)
    flash(francais("C'est fait : votre téléphone sera demandé à chaque connexion."), "succes")
    return redirect(suite_sure(formulaire.suite.data, accueil()), code=303)


def image_qr(proposition: Proposition) -> str:
    """Return the QR code as the address of an image; dark on white in every theme, for cameras."""
    qr = segno.make(proposition.adresse, error="m")
    return str(qr.svg_data_uri(scale=5, border=3, dark="#000", light="#fff"))


def adresse_des_codes() -> str:
    """Return the page that shows codes to who plays with a demonstration; "" elsewhere."""
    vue = "demonstration.codes"
    return url_for(vue) if vue in current_app.view_functions else ""


def _deja_la() -> Reponse | None:
    return None if qui().attend_un_code else redirect(suite_sure(_suite(), accueil()), code=303)


def qui() -> ConnexionEnCours:
    """Return who is logged in."""
    return connexion_courante() or abort(401)


def _suite() -> str:
    return suite_sure(demande.args.get("suite"), "")


def _formulaire() -> FormulaireCode:
    formulaire = FormulaireCode(formdata=None)
    formulaire.suite.data = _suite()
    return formulaire


def _enrolement(formulaire: FormulaireCode, erreurs: bool = False) -> str:
    proposition = enrolement.proposer(portail(), qui(), jeton_de_connexion())
    return render_template(
        "compte/second_facteur.html",
        formulaire=formulaire,
        erreurs=erreurs,
        secret=proposition.secret,
        adresse_application=proposition.adresse,
        qr=image_qr(proposition),
        codes=adresse_des_codes(),
    )


def _refuser(gabarit: str, formulaire: FormulaireCode, refus: Refus) -> Response:
    noter(formulaire.code, refus.phrase)
    formulaire.code.data = ""
    if gabarit == "compte/code.html":
        page = render_template(gabarit, formulaire=formulaire, erreurs=True, codes=adresse_des_codes())
    else:
        page = _enrolement(formulaire, erreurs=True)
    reponse = make_response(page, refus.statut)
    if isinstance(refus, TropDeTentatives):
        reponse.headers["Retry-After"] = str(refus.secondes)
    return reponse


def _clos(refus: EnrolementClos) -> Response:
    return make_response(render_template("compte/enrolement_clos.html", phrase=refus.phrase), refus.statut)
