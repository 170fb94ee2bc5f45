"""The members of a centre: invited, written to again, taken away."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.centre import CENTRE, montrer
from plugins.certif_up.web.national.qui import union
from portal.domain.adresse_courriel import AdresseInvalide
from portal.domain.compte import AdresseDejaPrise, CompteDesactive
from portal.domain.personnel import FicheInvalide
from portal.domain.typographie import francais
from portal.services import centre_membres
from portal.web.acces import acces
from portal.web.courant import portail

MEMBRE = f"{CENTRE}/membres/<int(max=9223372036854775807):compte>"


@vues.post(f"{CENTRE}/membres")
@acces("gestionnaire")
def national_membres(code: str) -> Reponse:
    """Attach an account to the centre, made for the occasion if need be."""
    saisie = {nom: request.form.get(nom, "")[:300] for nom in ("nom", "courriel")}
    try:
        neuf = centre_membres.inviter(portail(), union(), FAMILLE, code, saisie["courriel"], saisie["nom"])
    except (AdresseInvalide, FicheInvalide, AdresseDejaPrise, CompteDesactive) as refus:
        return montrer(code, refus.statut, saisie, refus.phrase)
    quoi = "Invitation envoyée" if neuf else "Ce compte de centre existait : il est rattaché aussi à celui-ci"
    flash(francais(f"{quoi}."), "succes")
    return _vers(code)


@vues.post(f"{MEMBRE}/lien")
@acces("gestionnaire")
def national_membre_lien(code: str, compte: int) -> Reponse:
    centre_membres.renvoyer_le_lien(portail(), union(), FAMILLE, code, compte)
    flash(francais("Un nouveau lien part par mail."), "succes")
    return _vers(code)


@vues.post(f"{MEMBRE}/retirer")
@acces("gestionnaire")
def national_membre_retirer(code: str, compte: int) -> Reponse:
    centre_membres.retirer(portail(), union(), FAMILLE, code, compte)
    flash(francais("Cette personne ne voit plus ce centre."), "succes")
    return _vers(code)


def _vers(code: str) -> Reponse:
    return redirect(url_for("certif_up.national_centre", code=code, _anchor="membres"), code=303)
