"""« Mot de passe oublié, réinitialisation du mot de passe »."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.compte import LienInvalide
from portal.domain.typographie import francais
from portal.services import mot_de_passe
from portal.services.identifiant import identifiants
from portal.web.acces import acces
from portal.web.compte import vues
from portal.web.compte.formulaires import FormulaireNouveauMotDePasse, FormulaireOubli
from portal.web.compte.identifiant import aide_de, enumerer, nommer, sigles_de
from portal.web.connexion_serveur import reprendre, retenir
from portal.web.courant import portail

Page = str | tuple[str, int] | Reponse


@vues.get("/compte/mot-de-passe-oublie")
@acces("public")
def mot_de_passe_oublie() -> Page:
    return _demande(FormulaireOubli(formdata=None))


@vues.post("/compte/mot-de-passe-oublie")
@acces("public")
def mot_de_passe_oublie_post() -> Page:
    formulaire = FormulaireOubli()
    login = formulaire.lire(sigles_de(identifiants(portail())))
    if login is None:
        return _demande(formulaire, erreurs=True), 422
    mot_de_passe.demander(portail(), login)
    retenir("adresse", login)
    return redirect(url_for("compte.lien_envoye"), code=303)


@vues.get("/compte/mot-de-passe-oublie/envoye")
@acces("public")
def lien_envoye() -> Page:
    return render_template("compte/lien_envoye.html", adresse=reprendre("adresse"))


@vues.get("/compte/mot-de-passe/<jeton>")
@acces("public")
def nouveau_mot_de_passe(jeton: str) -> Page:
    try:
        adresse = mot_de_passe.adresse_du_lien(portail(), jeton)
    except LienInvalide:
        return _lien_invalide()
    return _formulaire(FormulaireNouveauMotDePasse(formdata=None), adresse)


@vues.post("/compte/mot-de-passe/<jeton>")
@acces("public")
def nouveau_mot_de_passe_post(jeton: str) -> Page:
    formulaire = FormulaireNouveauMotDePasse()
    try:
        adresse = mot_de_passe.adresse_du_lien(portail(), jeton)
        choisi = formulaire.lire_mot_de_passe(portail(), (adresse,))
        if choisi is None:
            return _formulaire(formulaire, adresse, 422)
        mot_de_passe.poser(portail(), jeton, choisi)
    except LienInvalide:
        return _lien_invalide()
    retenir("adresse", adresse)
    flash(francais("Votre mot de passe est changé : vous pouvez vous connecter."), "succes")
    return redirect(url_for("compte.connexion"), code=303)


def _demande(formulaire: FormulaireOubli, *, erreurs: bool = False) -> str:
    autres = identifiants(portail())
    sigles = sigles_de(autres)
    nommer(formulaire.courriel, sigles)
    return render_template(
        "compte/mot_de_passe_oublie.html",
        formulaire=formulaire,
        autres=aide_de(autres),
        lequel=enumerer(["l'adresse électronique de votre compte", *(f"votre {un}" for un in sigles)]),
        erreurs=erreurs,
    )


def _formulaire(formulaire: FormulaireNouveauMotDePasse, adresse: str, statut: int = 200) -> Page:
    page = render_template(
        "compte/nouveau_mot_de_passe.html",
        formulaire=formulaire,
        adresse=adresse,
        regle=mot_de_passe.regle(portail()),
        erreurs=statut == 422,
    )
    return page, statut


def _lien_invalide() -> Page:
    page = render_template(
        "compte/lien_invalide.html",
        phrases=["Ce lien n'est valable qu'une heure et ne sert qu'une fois : demandez-en un autre."],
        suites=[
            ("Recevoir un autre lien", url_for("compte.mot_de_passe_oublie")),
            ("Se connecter", url_for("compte.connexion")),
        ],
    )
    return page, 410
