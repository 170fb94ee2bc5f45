"""« M'inscrire »: choose an exam level by level, read its dates and its notice, then begin (guide 002 §5)."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.depot import premier_incomplet
from portal.domain.selection import Selection, est_ouverte, selectionner
from portal.services import espace, saisie
from portal.services.presentation import presenter_modele
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.courant import candidat_courant, portail
from portal.web.htmx import page_ou_fragment


@vues.get("/inscrire")
@acces("candidat")
def inscrire() -> Response:
    maintenant = portail().horloge.maintenant()
    selection = selectionner(portail().modeles.index(), request.args, maintenant)
    return page_ou_fragment("candidat/inscrire.html", "choix", selection=selection, **_suite(selection))


@vues.post("/inscrire")
@acces("candidat")
def inscrire_post() -> Reponse:
    """Begin, or go on with what was begun: twice the same click makes one candidature."""
    candidat, slug = candidat_courant(), request.form.get("modele", "")
    commencee = saisie.commencer(portail(), candidat, slug, request.form.get("specialite") or None)
    cle = commencee.cle
    contexte = saisie.lire(portail(), candidat, cle)
    if not contexte.saisie_ouverte:
        return redirect(url_for("candidat.suivi", cle=cle), code=303)
    premier = premier_incomplet(contexte.situation)
    if premier.genre == "recapitulatif":
        return redirect(url_for("candidat.recapitulatif", cle=cle), code=303)
    return redirect(url_for("candidat.onglet", cle=cle, code=premier.code), code=303)


def _suite(selection: Selection) -> dict[str, Any]:
    """Return what the last step says: is it open, has it been begun, what must be read before."""
    entree = selection.entree
    if entree is None:
        return {"ouverte": False, "deja": None, "autres": (), "presentation": None}
    siennes = [un for un in espace.candidatures(portail(), candidat_courant()) if un.slug == entree.slug]
    modele = portail().modeles.courant(entree.slug)
    plusieurs = modele is not None and modele.plusieurs_inscriptions
    deja = [carte for carte in siennes if carte.brouillon or not plusieurs]
    return {
        "ouverte": est_ouverte(entree, portail().horloge.maintenant()),
        "deja": deja[0] if deja else None,
        "autres": () if deja else siennes,
        "presentation": presenter_modele(portail(), entree.slug, selection.specialite),
    }
