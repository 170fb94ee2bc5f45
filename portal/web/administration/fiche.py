"""One account of staff: its name and rights, its telephone, its connexions, in service or not."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.personnel import FicheInvalide
from portal.domain.typographie import francais
from portal.services import administration_comptes, effectif
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.comptes import ETATS, qui
from portal.web.administration.formulaires import FormulaireFiche, noter
from portal.web.courant import portail

COMPTE = "/administration/comptes/<int(max=9223372036854775807):identifiant>"
# What the button asks for: the service, and what is said once it is done.
ACTES: dict[str, tuple[Callable[..., object], str]] = {
    "lien": (administration_comptes.renvoyer_le_lien, "Un nouveau lien part par mail."),
    "desactiver": (administration_comptes.desactiver, "Compte désactivé, connexions fermées."),
    "reactiver": (administration_comptes.reactiver, "Compte remis en service."),
    "telephone": (
        administration_comptes.reinitialiser,
        "Second facteur réinitialisé : la personne a 7 jours pour choisir son téléphone.",
    ),
    "deconnecter": (administration_comptes.deconnecter, "Connexions fermées."),
}


@vues.get(COMPTE)
@acces("administrateur")
def fiche(identifiant: int) -> str:
    lue = effectif.fiche(portail(), identifiant)
    formulaire = FormulaireFiche(formdata=None, nom=lue.membre.nom, sante=lue.sante)
    return _page(lue, formulaire)


@vues.post(COMPTE)
@acces("administrateur")
def fiche_post(identifiant: int) -> Reponse | tuple[str, int]:
    formulaire = FormulaireFiche()
    try:
        administration_comptes.modifier(
            portail(), qui(), identifiant, formulaire.nom.data or "", bool(formulaire.sante.data)
        )
    except FicheInvalide as refus:
        noter(formulaire.nom, refus.phrase)
        return _page(effectif.fiche(portail(), identifiant), formulaire, erreurs=True), refus.statut
    flash("Compte enregistré.", "succes")
    return redirect(url_for("administration.fiche", identifiant=identifiant), code=303)


@vues.post(f"{COMPTE}/actes")
@acces("administrateur")
def acte(identifiant: int) -> Reponse:
    faire, phrase = ACTES.get(request.form.get("acte", "")) or abort(400)
    faire(portail(), qui(), identifiant)
    flash(francais(phrase), "succes")
    return redirect(url_for("administration.fiche", identifiant=identifiant), code=303)


def _page(lue: effectif.Fiche, formulaire: FormulaireFiche, erreurs: bool = False) -> str:
    soi = lue.membre.compte_id == qui().compte_id
    return render_template(
        "administration/fiche.html", fiche=lue, formulaire=formulaire, soi=soi, etats=ETATS, erreurs=erreurs
    )
