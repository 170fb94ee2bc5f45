"""The étapes of a scenario: who does what, when, and what prevents it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.domain.affichage import instant_long
from portal.domain.centre_choisi import ouvres_de
from portal.domain.champs.montant import formater_montant, lire_montant
from portal.domain.circuit import Transition, TransitionImpossible
from portal.domain.frais import RIEN
from portal.domain.instant import fin_du_jour
from portal.domain.langage.parcours import Parcours
from portal.domain.langage.schema.scenarios import EtapeSource
from portal.domain.langage.validation import Chemin
from portal.domain.paiement import reste
from portal.domain.situation import Situation

CANDIDAT, PORTAIL = "candidat", "portail"


@dataclass(slots=True)
class Partie:
    """One scenario being played: the candidature as it stands, in its état since `depuis`."""

    situation: Situation
    refusees: Mapping[str, str]
    depuis: datetime
    courriels: list[str] = field(default_factory=list)
    empechement: str = ""


def avancer(partie: Partie, parcours: Parcours, etape: EtapeSource, chemin: Chemin) -> str:
    """Play one étape; return what prevents its transition, "" when nothing does.

    Raises SaisieInvalide when what was paid is no amount.
    """
    situation = partie.situation
    if etape.le is not None:
        maintenant = parcours.instant(etape.le, (*chemin, "le"))
        situation = replace(situation, maintenant=maintenant, _visibles={}, _retenues={})
    situation = parcours.repondre(situation, etape.reponses, (*chemin, "reponses"))
    if etape.regle is not None:
        situation = replace(situation, regle=(situation.regle or RIEN) + lire_montant(etape.regle))
    partie.situation, partie.courriels, partie.empechement = situation, [], ""
    if etape.fait is not None:
        partie.empechement = _empechement(partie, etape.fait, etape.par or CANDIDAT)
        if not partie.empechement:
            _franchir(partie, etape.fait)
    return partie.empechement


def _empechement(partie: Partie, code: str, profil: str) -> str:
    """Say why a transition is refused. What is not known in a scenario (the pièces) prevents nothing."""
    situation, circuit = partie.situation, partie.situation.modele.circuit
    try:
        circuit.franchir(code, situation.etat, profil, "scénario")
    except TransitionImpossible as refus:
        return str(refus)
    transition = circuit.transitions[code]
    if transition.si.evaluer(situation) is False:
        return f"« {transition.intitule} » ne concerne pas cette candidature."
    if transition.exige is not None and transition.exige.evaluer(situation) is False:
        return transition.message or f"« {transition.intitule} » n'est pas encore possible."
    return _trop_tot(partie, transition) if profil == PORTAIL else ""


def _trop_tot(partie: Partie, transition: Transition) -> str:
    """What the portal does by itself has its instant, or waits until nothing is left to pay."""
    situation, paiement = partie.situation, partie.situation.modele.paiement
    if paiement is not None and transition.code == paiement.solde and reste(situation) > RIEN:
        return f"il reste {formater_montant(reste(situation))} à régler."
    due = _due(partie, transition)
    if due is None or situation.maintenant >= due:
        return ""
    return f"elle ne vient que le {instant_long(due, situation.modele.calendrier.fuseau)}."


def _due(partie: Partie, transition: Transition) -> datetime | None:
    situation, fuseau = partie.situation, partie.situation.modele.calendrier.fuseau
    if transition.apres is not None:
        return transition.apres.decaler(partie.depuis, 1, fuseau, ouvres_de(situation))
    quand = None if transition.au is None else situation.instant(transition.au)
    return None if quand is None else fin_du_jour(quand, fuseau)


def _franchir(partie: Partie, code: str) -> None:
    situation, modele = partie.situation, partie.situation.modele
    etat = modele.circuit.transitions[code].vers
    depuis = situation.enregistree_le or situation.maintenant
    partie.situation = replace(situation, etat=etat, enregistree_le=depuis, _visibles={}, _retenues={})
    partie.depuis = situation.maintenant
    partie.courriels = [
        courriel.code
        for courriel in modele.courriels
        if code in courriel.quand and courriel.si.evaluer(partie.situation) is True
    ]
