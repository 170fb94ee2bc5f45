"""One centre: its card, what it offers, its requests, in service or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.centres import erreurs_de, saisie_recue
from plugins.certif_up.web.national.qui import union
from portal.domain.fiche_centre import NOMS, FicheCentreInvalide
from portal.domain.motif import MotifRefuse
from portal.domain.typographie import francais
from portal.services import centre as centres
from portal.services import centre_ecriture, centre_membres, lecture_journal
from portal.services.mon_centre import saisie_de
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

CENTRE = "/national/centres/<code>"
Acte = Callable[..., None]
SERVICE: Mapping[str, tuple[Acte, str]] = {
    "desactiver": (centre_ecriture.desactiver, "Centre désactivé : aucun candidat ne peut plus le choisir."),
    "reactiver": (centre_ecriture.reactiver, "Centre remis en service."),
}


@vues.get(CENTRE)
@acces("gestionnaire")
def national_centre(code: str) -> Response:
    return montrer(code)


@vues.get(f"{CENTRE}/modifier")
@acces("gestionnaire")
def national_centre_modifier(code: str) -> Response:
    return _formulaire(code)


@vues.post(f"{CENTRE}/modifier")
@acces("gestionnaire")
def national_centre_modifier_post(code: str) -> Reponse:
    saisie = saisie_recue()
    try:
        changes = centre_ecriture.modifier(portail(), union(), FAMILLE, code, saisie)
    except FicheCentreInvalide as refus:
        return _formulaire(code, 422, saisie, refus.erreurs)
    dits = ", ".join(changes).lower()
    flash(francais(f"Enregistré : {dits}." if changes else "Rien n'a changé."), "succes")
    return redirect(url_for("certif_up.national_centre", code=code), code=303)


@vues.get(f"{CENTRE}/service")
@acces("gestionnaire")
def national_centre_service(code: str) -> Response:
    return _service(code)


@vues.post(f"{CENTRE}/service")
@acces("gestionnaire")
def national_centre_service_post(code: str) -> Reponse:
    """Take the centre out of service, or put it back, with a reason."""
    agent, motif = union(), request.form.get("motif", "")
    faire, phrase = SERVICE.get(request.form.get("acte", "")) or abort(400)
    try:
        faire(portail(), agent, FAMILLE, code, motif)
    except MotifRefuse as refus:
        return _service(code, 422, motif[:2000], refus.phrase)
    flash(francais(phrase), "succes")
    return redirect(url_for("certif_up.national_centre", code=code), code=303)


def montrer(
    code: str, statut: int = 200, saisie: Mapping[str, str] | None = None, faute: str = ""
) -> Response:
    """Show a centre; `saisie` and `faute` are those of the invitation of a member."""
    agent = union()
    lue = centres.fiche(portail(), agent, FAMILLE, code)
    faits = lecture_journal.lire(portail(), lecture_journal.Recherche(centre=lue.centre.id)).lignes
    return page_ou_fragment(
        "certif_up/national/centre.html", "contenu", statut,
        fiche=lue, centre=lue.centre, statuts=centres.STATUTS, famille=FAMILLE,
        journal=[{"le": u.le, "qui": u.auteur, "phrase": u.phrase, "motif": u.motif} for u in faits],
        membres=centre_membres.membres(portail(), agent, FAMILLE, code),
        saisie=saisie or {}, faute=faute,
        erreurs=[{"ancre": "membre-courriel", "message": faute}] if faute else [],
    )  # fmt: skip


def _formulaire(
    code: str,
    statut: int = 200,
    saisie: Mapping[str, str] | None = None,
    fautes: Mapping[str, str] | None = None,
) -> Response:
    lue = centres.fiche(portail(), union(), FAMILLE, code)
    return page_ou_fragment(
        "certif_up/national/centre_saisie.html", "contenu", statut,
        centre=lue.centre, saisie=saisie_de(lue.centre) if saisie is None else saisie, fautes=fautes or {},
        erreurs=erreurs_de(fautes or {}), noms=NOMS,
    )  # fmt: skip


def _service(code: str, statut: int = 200, motif: str = "", faute: str = "") -> Response:
    lue = centres.fiche(portail(), union(), FAMILLE, code)
    return page_ou_fragment(
        "certif_up/national/centre_service.html", "contenu", statut,
        fiche=lue, centre=lue.centre, motif=motif, faute=faute, famille=FAMILLE,
        erreurs=[{"ancre": "service-motif", "message": faute}] if faute else [],
    )  # fmt: skip
