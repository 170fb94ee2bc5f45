"""What the service, or a centre, does to one candidature along its circuit: validate, reject, annul…"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.db import ecriture
from portal.domain import questions_a_part
from portal.domain.circuit import Transition, TransitionImpossible
from portal.domain.demarche import AUTREMENT  # the service corrects instead: `services.correction`
from portal.domain.lecture import Formulaire
from portal.domain.motif import MotifRefuse, lire_motif
from portal.domain.refus import Refus
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue
from portal.services.candidature import Contexte, contexte_de
from portal.services.circuit import exiger, franchir
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.paiement import solder_apres
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.tables.candidature import Candidature


class EtatDepasse(Refus):
    """The candidature is no longer in the état that the page showed."""

    statut = 409


class TransitionRefusee(Refus):
    """Something of the form is missing. `motif` and `champs` are what to show again."""

    def __init__(self, motif: str, champs: tuple[ChampVue, ...]) -> None:
        self.motif, self.champs = motif, champs
        super().__init__(motif or "Une réponse est à corriger.")


@dataclass(frozen=True, slots=True)
class Offre:
    """A transition as the page offers it. `empechement` says why it is not possible yet, "" when it is."""

    transition: Transition
    vers: str
    ecarte: bool
    champs: tuple[ChampVue, ...]
    empechement: str = ""

    @property
    def code(self) -> str:
        return self.transition.code


def offres(contexte: Contexte, profil: str) -> tuple[Offre, ...]:
    """Return the transitions that leave from the present état for a profil, those that set aside last."""
    circuit, candidature = contexte.modele.circuit, contexte.candidature
    ici = [
        _offre(contexte, transition)
        for transition in circuit.transitions.values()
        if circuit.permise(transition.code, candidature.etat, profil) and transition.code not in AUTREMENT
        if transition.si.evaluer(contexte.situation) is not False
    ]
    return tuple(sorted(ici, key=lambda offre: offre.ecarte))


def offre_de(portail: Portail, agent: AgentEnPoste, cle: str, code: str) -> tuple[Contexte, Offre]:
    """Return one of them. Raises CandidatureIntrouvable, TransitionImpossible."""
    contexte = contexte_pour(portail, agent, cle)
    trouvee = next((offre for offre in offres(contexte, agent.profil) if offre.code == code), None)
    if trouvee is None:
        raise TransitionImpossible("Cette action n'est pas possible dans l'état de cette inscription.")
    return contexte, trouvee


def agir(
    portail: Portail,
    agent: AgentEnPoste,
    cle: str,
    code: str,
    motif: str,
    etat_vu: str,
    formulaire: Formulaire,
) -> str:
    """Take a transition, with its documents and its mail; return what the new état is called.

    In: `etat_vu` is the état that the page showed, `formulaire` the answers to the questions of the
    transition. Raises CandidatureIntrouvable, EtatDepasse, TransitionImpossible, TransitionRefusee,
    PlusDePlace, CentreHorsService: nothing is written.
    """
    contexte_pour(portail, agent, cle)  # compiled before the lock is taken
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
        if candidature.etat != etat_vu:
            intitule = contexte.modele.circuit.etats[candidature.etat].intitule
            raise EtatDepasse(f"Cette inscription est entre-temps passée à « {intitule} ».")
        transition = contexte.modele.circuit.transitions.get(code)
        if transition is None or code in AUTREMENT:
            raise TransitionImpossible("Cette action n'existe pas.")
        dit, reponses = _lire(contexte.situation, transition, motif, formulaire)
        return prendre(portail, contexte, code, agent.profil, agent.compte_id, dit, reponses)


def _offre(contexte: Contexte, transition: Transition) -> Offre:
    situation, etats = contexte.situation, contexte.modele.circuit.etats
    arrivee, empechement = etats[transition.vers], ""
    try:
        exiger(contexte.candidature, situation, transition)
    except TransitionImpossible as refus:
        empechement = refus.phrase
    champs = questions_a_part.dessiner(situation, transition.questions)
    return Offre(transition, arrivee.intitule, arrivee.phase == "ecartee", champs, empechement)


def _lire(
    situation: Situation, transition: Transition, motif: str, formulaire: Formulaire
) -> tuple[str, Mapping[str, Any]]:
    lues = questions_a_part.lire(situation, transition.questions, formulaire)
    try:
        dit = lire_motif(motif, transition.motif)
    except MotifRefuse as refus:
        raise TransitionRefusee(refus.phrase, lues.champs) from refus
    if lues.erreurs:
        raise TransitionRefusee("", lues.champs)
    return dit, lues.reponses


def prendre(
    portail: Portail,
    contexte: Contexte,
    code: str,
    profil: str,
    compte_id: int,
    motif: str,
    reponses: Mapping[str, Any],
) -> str:
    """Take a transition with what follows it, documents, mails, payment; return what the état is called.

    Inside `ecriture()`, the candidature locked. Raises what `franchir` raises.
    """
    candidature, situation = contexte.candidature, contexte.situation
    franchir(
        portail, candidature, situation, code, profil, compte_id=compte_id, motif=motif or None,
        donnees={"reponses": dict(reponses)} if reponses else None,
    )  # fmt: skip
    ensuite = _ensuite(portail, candidature)
    recompter(candidature, ensuite)
    # What is printed of a decision that was taken twice differs: the mail of each says so.
    rang = situation.maintenant.isoformat()
    demander_documents(portail, candidature, code, ensuite, en_plus={"motif": motif, "manquantes": []})
    notifier(portail, candidature, code, ensuite, mots={"motif": motif}, rang=rang)
    solder_apres(portail, contexte.modele, candidature, code, compte_id)
    return contexte.modele.circuit.etats[candidature.etat].intitule


def _ensuite(portail: Portail, candidature: Candidature) -> Situation:
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
