"""Accounts of staff: the list, and a new one."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.adresse_courriel import AdresseInvalide
from portal.domain.compte import AdresseDejaPrise
from portal.domain.personnel import FicheInvalide
from portal.domain.typographie import francais
from portal.services import administration_comptes, effectif
from portal.services.administration_comptes import Invitation
from portal.services.connexion import ConnexionEnCours
from portal.services.personnel import PROFILS_DU_PERSONNEL
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.formulaires import FormulaireInvitation, noter
from portal.web.courant import connexion_courante, portail
from portal.web.htmx import page_ou_fragment

ETATS = {
    "actif": ("Actif", "vert"),
    "a_equiper": ("Téléphone à choisir", "ambre"),
    "ferme": ("À réinitialiser", "rouge"),
    "desactive": ("Désactivé", "gris"),
}


@vues.get("/administration")
@acces("administrateur")
def entree() -> Reponse:
    return redirect(url_for("administration.comptes"), code=303)


@vues.get("/administration/comptes")
@acces("administrateur")
def comptes() -> Response:
    recherche = request.args.get("q", "").strip()[:100]
    profil = _un_de(request.args.get("profil", ""), PROFILS_DU_PERSONNEL)
    etat = _un_de(request.args.get("etat", ""), tuple(ETATS))
    return page_ou_fragment(
        "administration/comptes.html",
        "liste",
        liste=effectif.lister(portail(), recherche, profil, etat, numero_de_page()),
        recherche=recherche,
        profil=profil,
        etat=etat,
        profils=PROFILS_DU_PERSONNEL,
        etats=ETATS,
        adresse=lambda page: url_for(
            "administration.comptes", q=recherche or None, profil=profil or None, etat=etat or None, page=page
        ),
    )


@vues.get("/administration/comptes/nouveau")
@acces("administrateur")
def nouveau() -> str:
    return render_template("administration/nouveau.html", formulaire=FormulaireInvitation(formdata=None))


@vues.post("/administration/comptes/nouveau")
@acces("administrateur")
def nouveau_post() -> Reponse | tuple[str, int]:
    formulaire = FormulaireInvitation()
    profil = _un_de(formulaire.profil.data or "", PROFILS_DU_PERSONNEL)
    if not profil:
        noter(formulaire.profil, "Choisissez un profil.")
        return _refuser(formulaire, 422)
    invitation = Invitation(profil, formulaire.courriel.data or "", formulaire.nom.data or "")
    try:
        identifiant = administration_comptes.inviter(portail(), qui(), invitation)
    except (AdresseInvalide, AdresseDejaPrise) as refus:
        noter(formulaire.courriel, refus.phrase)
        return _refuser(formulaire, refus.statut)
    except FicheInvalide as refus:
        noter(formulaire.nom, refus.phrase)
        return _refuser(formulaire, refus.statut)
    flash(francais("Compte créé : un mail part pour que la personne choisisse son mot de passe."), "succes")
    return redirect(url_for("administration.fiche", identifiant=identifiant), code=303)


def qui() -> ConnexionEnCours:
    """Return who acts."""
    return connexion_courante() or abort(401)


def numero_de_page() -> int:
    """Return the page asked for, 1 when it is no number."""
    numero = request.args.get("page", "1")[:6]
    return int(numero) if numero.isascii() and numero.isdecimal() else 1


def _un_de(valeur: str, permis: tuple[str, ...]) -> str:
    return valeur if valeur in permis else ""


def _refuser(formulaire: FormulaireInvitation, statut: int) -> tuple[str, int]:
    return render_template("administration/nouveau.html", formulaire=formulaire, erreurs=True), statut
