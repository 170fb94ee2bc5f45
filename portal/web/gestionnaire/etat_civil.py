"""Correction of an état civil: the fields of the account, a reason, and every version that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from flask import Response, flash, redirect, request
from werkzeug.wrappers import Response as Reponse

from portal.domain.candidat import CIVILITES, EtatCivil, EtatCivilInvalide
from portal.domain.correction import RienACorriger
from portal.domain.lieu_de_naissance import departements_de_naissance
from portal.domain.motif import MotifRefuse
from portal.domain.typographie import francais, pluriel
from portal.services import correction_etat_civil as service
from portal.services.perimetre import contexte_pour
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.candidature import entete
from portal.web.gestionnaire.corrections import version_vue
from portal.web.gestionnaire.retour import retour
from portal.web.htmx import page_ou_fragment

CHAMPS = (
    "civilite", "nom_naissance", "nom_usage", "prenoms", "naissance_le", "naissance_pays",
    "naissance_departement", "naissance_commune", "commune_disparue",
)  # fmt: skip


@vues.get("/gestion/candidatures/<cle>/etat-civil")
@acces("gestionnaire", "centre")
def etat_civil(cle: str) -> Response:
    candidature, actuel = service.actuel(portail(), agent_courant(), cle)
    return _page(candidature.cle, _saisie(actuel))


@vues.post("/gestion/candidatures/<cle>/etat-civil")
@acces("gestionnaire", "centre")
def etat_civil_post(cle: str) -> Reponse:
    saisie = {nom: request.form.get(nom, "") for nom in CHAMPS}
    motif = request.form.get("motif", "")
    try:
        nombre = service.corriger(portail(), agent_courant(), cle, saisie, motif, version_vue())
    except EtatCivilInvalide as refus:
        return _page(cle, saisie, motif, refus.erreurs)
    except MotifRefuse as refus:
        return _page(cle, saisie, motif, {"motif": refus.phrase})
    except RienACorriger as refus:
        return _page(cle, saisie, motif, {"nom_naissance": refus.phrase})
    combien = pluriel(nombre, "inscription")
    flash(francais(f"État civil corrigé : {combien} mise{'s' if nombre > 1 else ''} à jour."), "succes")
    return redirect(retour().une(cle), code=303)


def _saisie(actuel: EtatCivil) -> dict[str, str]:
    """Return what the inputs show of what is known."""
    colonnes = {nom: valeur or "" for nom, valeur in asdict(actuel).items() if nom in CHAMPS}
    disparue = bool(actuel.naissance_commune) and not actuel.naissance_commune_code
    return {
        **colonnes,
        "naissance_le": f"{actuel.naissance_le:%d/%m/%Y}",
        "commune_disparue": "oui" if disparue and actuel.naissance_pays == "FR" else "",
    }


def _page(
    cle: str, saisie: Mapping[str, str], motif: str = "", erreurs: Mapping[str, str] | None = None
) -> Response:
    referentiel, fautes = portail().referentiel, {c: francais(m) for c, m in (erreurs or {}).items()}
    return page_ou_fragment(
        "gestionnaire/etat_civil.html",
        "contenu",
        422 if fautes else 200,
        saisie={nom: valeur[:500] for nom, valeur in saisie.items()},
        motif=motif[:2000],
        fautes=fautes,
        erreurs=[{"ancre": f"ec-{cle_}", "message": message} for cle_, message in fautes.items()],
        civilites=[(une, une.capitalize()) for une in CIVILITES],
        pays=[(un.code, un.nom) for un in referentiel.pays],
        departements=[(un.code3, un.intitule) for un in departements_de_naissance(referentiel)],
        **entete(contexte_pour(portail(), agent_courant(), cle)),
    )
