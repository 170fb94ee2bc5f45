"""Messages on the home page: written, previewed, changed, withdrawn."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.affichage import instant
from portal.domain.annonce import PARIS, AnnonceInvalide, Contenu, lire_annonce
from portal.services import annonce as service
from portal.tables.annonce import Annonce
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import qui
from portal.web.administration.formulaires import FormulaireAnnonce, noter
from portal.web.courant import portail

UNE = "/administration/annonces/<int(max=9223372036854775807):identifiant>"
Page = str | tuple[str, int] | Reponse


@vues.get("/administration/annonces")
@acces("administrateur")
def annonces() -> Page:
    maintenant = portail().horloge.maintenant()
    return render_template(
        "administration/annonces.html", annonces=service.toutes(portail()), maintenant_=maintenant
    )


@vues.get("/administration/annonces/nouvelle")
@acces("administrateur")
def annonce_nouvelle() -> Page:
    return _formulaire(FormulaireAnnonce(formdata=None, niveau="info"), None)


@vues.post("/administration/annonces/nouvelle")
@acces("administrateur")
def annonce_nouvelle_post() -> Page:
    formulaire = FormulaireAnnonce()
    contenu = _lire(formulaire)
    if contenu is None or _apercu():
        return _formulaire(formulaire, None, contenu)
    service.publier(
        portail(), contenu.titre, contenu.texte, contenu.niveau, contenu.du, contenu.au, qui().compte_id
    )
    flash("Annonce publiée.", "succes")
    return redirect(url_for("administration.annonces"), code=303)


@vues.get(UNE)
@acces("administrateur")
def annonce(identifiant: int) -> Page:
    lue = _annonce(identifiant)
    formulaire = FormulaireAnnonce(
        formdata=None, titre=lue.titre, texte=lue.texte, niveau=lue.niveau,
        du=instant(lue.du, PARIS), au=instant(lue.au, PARIS) if lue.au else "",
    )  # fmt: skip
    return _formulaire(formulaire, lue)


@vues.post(UNE)
@acces("administrateur")
def annonce_post(identifiant: int) -> Page:
    lue, formulaire = _annonce(identifiant), FormulaireAnnonce()
    contenu = _lire(formulaire)
    if contenu is None or _apercu():
        return _formulaire(formulaire, lue, contenu)
    service.modifier(portail(), qui().compte_id, identifiant, contenu)
    flash("Annonce enregistrée.", "succes")
    return redirect(url_for("administration.annonces"), code=303)


@vues.post(f"{UNE}/retirer")
@acces("administrateur")
def annonce_retirer(identifiant: int) -> Page:
    faite = service.retirer(portail(), identifiant, qui().compte_id)
    flash("Annonce retirée." if faite else "Cette annonce n'était plus affichée.", "succes")
    return redirect(url_for("administration.annonces"), code=303)


def _lire(formulaire: FormulaireAnnonce) -> Contenu | None:
    try:
        return lire_annonce(*(formulaire[nom].data or "" for nom in ("titre", "texte", "niveau", "du", "au")))
    except AnnonceInvalide as refus:
        noter(formulaire[refus.champ], refus.phrase)
        return None


def _apercu() -> bool:
    return request.form.get("action") == "apercu"


def _annonce(identifiant: int) -> Annonce:
    toutes = {une.id: une for une in service.toutes(portail())}
    return toutes.get(identifiant) or abort(404)


def _formulaire(formulaire: FormulaireAnnonce, lue: Annonce | None, contenu: Contenu | None = None) -> Page:
    erreurs = bool(formulaire.errors)
    page = render_template(
        "administration/annonce.html", formulaire=formulaire, annonce=lue, apercu=contenu, erreurs=erreurs
    )
    return (page, 422) if erreurs else page
