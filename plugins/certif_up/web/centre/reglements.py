"""The payments of a request: written down as they arrive, taken back when they were written by mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import centre_demande
from plugins.certif_up.web import vues
from plugins.certif_up.web.centre.demande import MONTRE, Essai, montrer
from portal.domain.champs.montant import formater_montant, lire_montant
from portal.domain.circuit import TransitionImpossible
from portal.domain.date_saisie import lire_date
from portal.domain.motif import MotifRefuse
from portal.domain.paiement import PaiementDepasse, PaiementRefuse, Saisie
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne
from portal.domain.typographie import francais
from portal.services import paiement
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail

T = TypeVar("T")
CHAMPS = ("montant", "moyen", "recu_le", "reference", "reste_vu")
REFERENCE_MAX = 80


@vues.post("/centre/demandes/<cle>/reglements")
@acces("centre")
def centre_demandes_reglement(cle: str) -> Reponse:
    """Write a payment down, or that the training paid for it (« tiers »)."""
    brute = {nom: request.form.get(nom, "")[:MONTRE] for nom in CHAMPS}
    tiers = request.form.get("tiers", "")
    quoi = "tiers" if tiers else "reglement"
    try:
        saisie = _du_tiers(cle, tiers, brute) if tiers else _lire(brute)
        fait = paiement.enregistrer(portail(), agent_courant(), cle, saisie)
    except _Fautes as refus:
        return montrer(cle, 422, Essai(quoi, "", refus.erreurs, brute))
    except PaiementRefuse as refus:
        return montrer(cle, 422, Essai(quoi, "", {refus.champ: refus.phrase}, brute))
    except (PaiementDepasse, TransitionImpossible) as refus:
        return montrer(cle, 409, Essai(quoi, refus.phrase, {}, {}))
    flash(francais(_suite(fait)), "succes")
    return redirect(url_for("certif_up.centre_demandes_une", cle=cle), code=303)


@vues.post("/centre/demandes/<cle>/reglements/<int(max=2147483647):numero>/reprise")
@acces("centre")
def centre_demandes_reprise(cle: str, numero: int) -> Response | Reponse:
    """Take back a payment that was written by mistake."""
    motif = request.form.get("motif", "")
    try:
        fait = paiement.annuler(portail(), agent_courant(), cle, numero, motif)
    except MotifRefuse as refus:
        essai = Essai(f"reprise-{numero}", "", {"motif": refus.phrase}, {"motif": motif[:MONTRE]})
        return montrer(cle, 422, essai)
    except (PaiementDepasse, TransitionImpossible) as refus:
        return montrer(cle, 409, Essai("reprise", refus.phrase))
    flash(francais(f"Règlement repris. Reste à régler : {formater_montant(fait.reste)}."), "succes")
    return redirect(url_for("certif_up.centre_demandes_une", cle=cle), code=303)


class _Fautes(Exception):
    """What could not be read, by field."""

    def __init__(self, erreurs: dict[str, str]) -> None:
        self.erreurs = erreurs
        super().__init__()


def _lire(brute: dict[str, str]) -> Saisie:
    erreurs: dict[str, str] = {}

    def lire(nom: str, lecture: Callable[[str], T], vide: str = "") -> T | None:
        try:
            if vide and not brute[nom].strip():
                raise SaisieInvalide(vide)
            return lecture(brute[nom])
        except SaisieInvalide as refus:
            erreurs[nom] = refus.message
            return None

    montant = lire("montant", lire_montant, "Indiquez le montant reçu.")
    recu_le = lire("recu_le", lire_date, "Indiquez le jour où le règlement est arrivé.")
    reference = lire("reference", lambda brut: lire_ligne(brut, REFERENCE_MAX))
    if not brute["moyen"]:
        erreurs["moyen"] = "Choisissez comment le candidat a réglé."
    if erreurs:
        raise _Fautes(erreurs)
    return Saisie(
        montant or Decimal(0), brute["moyen"], recu_le or _aujourd_hui(), reference or "", _reste_vu(brute)
    )


def _du_tiers(cle: str, moyen: str, brute: dict[str, str]) -> Saisie:
    """What remains is paid by somebody else, today; only a way of paying of that sort is taken."""
    lue = centre_demande.lire(portail(), agent_courant(), cle)
    if moyen not in {un.code for un in lue.moyens if un.tiers}:
        raise _Fautes({"moyen": "Choisissez l'un des moyens de paiement."})
    situation = lue.dossier.contexte.situation
    return Saisie(lue.reste, moyen, situation.jour(situation.maintenant), "", _reste_vu(brute))


def _aujourd_hui() -> date:
    return portail().horloge.maintenant().date()


def _reste_vu(brute: dict[str, str]) -> Decimal | None:
    """What the page said was left: a page that does not say is too old."""
    try:
        return lire_montant(brute["reste_vu"])
    except SaisieInvalide:
        return Decimal(-1)


def _suite(fait: paiement.Encaissement) -> str:
    if fait.reste:
        return f"Règlement enregistré. Reste à régler : {formater_montant(fait.reste)}."
    return "Règlement enregistré : tout est réglé. Vous pouvez valider l'inscription définitivement."
