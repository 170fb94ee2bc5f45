"""The centres d'épreuves: the list, and a new one."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import numero_de_page, un_mot, union
from portal.domain.fiche_centre import CHAMPS, NOMS, FicheCentreInvalide
from portal.domain.typographie import francais
from portal.services import centre_ecriture
from portal.services.centre import STATUTS, Recherche, lister
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

MONTRE = 3000


@vues.get("/national/centres")
@acces("gestionnaire")
def national_centres() -> Response:
    texte, statut = un_mot("q"), un_mot("statut")
    statut = statut if statut in STATUTS else ""
    page = lister(portail(), union(), FAMILLE, Recherche(texte, statut), numero_de_page())
    return page_ou_fragment(
        "certif_up/national/centres.html",
        "liste",
        page=page,
        texte=texte,
        choisi=statut,
        statuts=STATUTS,
        adresse=lambda une: url_for(
            "certif_up.national_centres", q=texte or None, statut=statut or None, page=une
        ),
    )


@vues.get("/national/centres/nouveau")
@acces("gestionnaire")
def national_centre_nouveau() -> Response:
    union()
    return _formulaire()


@vues.post("/national/centres/nouveau")
@acces("gestionnaire")
def national_centre_nouveau_post() -> Reponse:
    saisie = saisie_recue()
    try:
        code = centre_ecriture.creer(portail(), union(), FAMILLE, saisie)
    except FicheCentreInvalide as refus:
        return _formulaire(422, saisie, refus.erreurs)
    flash(francais("Centre créé : invitez maintenant ses membres."), "succes")
    return redirect(url_for("certif_up.national_centre", code=code), code=303)


def saisie_recue() -> dict[str, str]:
    """Return what the form of a centre says."""
    return {champ: request.form.get(champ, "")[:MONTRE] for champ in CHAMPS}


def erreurs_de(fautes: Mapping[str, str]) -> list[dict[str, str]]:
    """Return errors as the summary wants them, each with the field that it leads to."""
    return [{"ancre": f"centre-{champ}", "message": f"{NOMS[champ]} : {fautes[champ]}"} for champ in fautes]


def _formulaire(
    statut: int = 200, saisie: Mapping[str, str] | None = None, fautes: Mapping[str, str] | None = None
) -> Response:
    return page_ou_fragment(
        "certif_up/national/centre_saisie.html", "contenu", statut,
        centre=None, saisie=saisie or {}, fautes=fautes or {}, erreurs=erreurs_de(fautes or {}), noms=NOMS,
    )  # fmt: skip
