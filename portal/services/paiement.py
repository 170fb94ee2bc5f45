"""Payments written down by who receives them; what remains decides of the transition that follows.

A sum is never given back here (guide 001, report): only what was written by mistake is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.frais import RIEN
from portal.domain.modele import ModeleExamen
from portal.domain.motif import lire_motif
from portal.domain.paiement import PaiementDepasse, Saisie, reste, verifier
from portal.domain.situation import Situation
from portal.services.candidature import Contexte, contexte_de
from portal.services.circuit import franchir, programmer
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.paiement import Paiement

PORTAIL, GESTIONNAIRE = "portail", "gestionnaire"
RECU, REPRIS = "paiement_recu", "paiement_annule"


@dataclass(frozen=True, slots=True)
class Encaissement:
    """What a payment led to: what is left, and what the état is called now."""

    reste: Decimal
    etat: str


def enregistrer(portail: Portail, agent: AgentEnPoste, cle: str, saisie: Saisie) -> Encaissement:
    """Write a payment down, and take the transition of `paiement.solde` when nothing is left.

    Raises CandidatureIntrouvable, TransitionImpossible when nothing is due in this état or to this agent,
    PaiementRefuse with the field that is wrong, PaiementDepasse when the page was drawn before another one.
    """
    contexte_pour(portail, agent, cle)  # compiled before the lock is taken
    with ecriture():
        contexte = _verrouiller(portail, agent, cle)
        _exiger_receveur(contexte, agent)
        exiger_du(contexte)
        situation, candidature = contexte.situation, contexte.candidature
        moyen = verifier(situation, saisie, situation.jour(situation.maintenant))
        montant = reste(situation) if moyen.tiers else saisie.montant
        db.session.add(
            Paiement(
                candidature_id=candidature.id, centimes=int(montant * 100), moyen=moyen.code,
                tiers=moyen.tiers, recu_le=saisie.recu_le, reference=saisie.reference or None,
                saisi_par=agent.compte_id, saisi_le=situation.maintenant,
            )
        )  # fmt: skip
        _noter(contexte, agent, RECU, montant, moyen.intitule)
        db.session.flush()
        if not solder(portail, candidature, agent.compte_id):
            _accuser_reception(portail, candidature)
        return _encaissement(portail, candidature)


def annuler(portail: Portail, agent: AgentEnPoste, cle: str, paiement_id: int, motif: str) -> Encaissement:
    """Take back what was written by mistake, with a reason. Raises MotifRefuse, CandidatureIntrouvable,
    TransitionImpossible once the inscription went further, PaiementDepasse when it was done already.
    """
    dit = lire_motif(motif)
    contexte_pour(portail, agent, cle)
    with ecriture():
        contexte = _verrouiller(portail, agent, cle)
        _exiger_receveur(contexte, agent)
        _exiger_reprise(contexte)
        paiement = _paiement(contexte.candidature, paiement_id)
        paiement.annule_le, paiement.motif = contexte.situation.maintenant, dit
        _noter(contexte, agent, REPRIS, paiement.montant, dit)
        db.session.flush()
        if not _rouvrir(portail, contexte.candidature, agent.compte_id):
            _rendre_un_delai(portail, contexte.candidature)
        return _encaissement(portail, contexte.candidature)


def solder(portail: Portail, candidature: Candidature, compte_id: int | None) -> bool:
    """Take the transition of `paiement.solde` if nothing is left to pay; say whether it was taken.

    Inside `ecriture()`.
    """
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    regles = contexte.modele.paiement
    if regles is None or reste(contexte.situation) > RIEN:
        return False
    return _du_portail(portail, contexte, regles.solde, compte_id)


def solder_apres(
    portail: Portail, modele: ModeleExamen, candidature: Candidature, code: str, compte_id: int | None
) -> None:
    """Do so after the transition that makes the fees due: waived fees wait for no payment."""
    if modele.paiement is not None and code == modele.paiement.quand:
        solder(portail, candidature, compte_id)


def accorder(portail: Portail, candidature: Candidature, compte_id: int | None) -> None:
    """Bring the état in line with what is left after a correction: settled, or not any more.

    Inside `ecriture()`. An épreuve less may leave nothing to pay, an épreuve more something.
    """
    if not solder(portail, candidature, compte_id):
        _rouvrir(portail, candidature, compte_id)


def exiger_du(contexte: Contexte) -> None:
    """Refuse a payment where none is expected. Raises TransitionImpossible."""
    if not du(contexte.modele, contexte.candidature):
        raise TransitionImpossible("Aucun règlement n’est attendu dans l’état de cette inscription.")


def du(modele: ModeleExamen, candidature: Candidature) -> bool:
    """Tell whether a payment may be written down: the état is one that `paiement.solde` leaves."""
    regles = modele.paiement
    return regles is not None and modele.circuit.permise(regles.solde, candidature.etat, PORTAIL)


def _exiger_receveur(contexte: Contexte, agent: AgentEnPoste) -> None:
    """Who receives the money writes it down; a gestionnaire too, who answers for everybody."""
    regles = contexte.modele.paiement
    if regles is not None and agent.profil not in (regles.a, GESTIONNAIRE):
        raise TransitionImpossible("Cette action ne vous est pas ouverte.")


def _exiger_reprise(contexte: Contexte) -> None:
    regles, etat = contexte.modele.paiement, contexte.candidature.etat
    circuit = contexte.modele.circuit
    rouvrable = regles is not None and circuit.permise(regles.reprise or "", etat, PORTAIL)
    if not rouvrable and not du(contexte.modele, contexte.candidature):
        raise TransitionImpossible("L’inscription est allée plus loin : ce règlement ne se reprend plus.")


def _rouvrir(portail: Portail, candidature: Candidature, compte_id: int | None) -> bool:
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    regles = contexte.modele.paiement
    if regles is None or regles.reprise is None or reste(contexte.situation) <= RIEN:
        return False
    return _du_portail(portail, contexte, regles.reprise, compte_id)


def _rendre_un_delai(portail: Portail, candidature: Candidature) -> None:
    """A deadline that a first payment had lifted runs again, from now: the place is not kept for ever."""
    if candidature.echeance_le is None:
        situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
        programmer(candidature, situation, situation.maintenant)


def _du_portail(portail: Portail, contexte: Contexte, code: str, compte_id: int | None) -> bool:
    candidature, circuit = contexte.candidature, contexte.modele.circuit
    if not circuit.permise(code, candidature.etat, PORTAIL):
        return False
    franchir(portail, candidature, contexte.situation, code, PORTAIL, compte_id=compte_id)
    ensuite = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
    recompter(candidature, ensuite)
    demander_documents(portail, candidature, code, ensuite)
    notifier(portail, candidature, code, ensuite, rang=_rang(ensuite))
    return True


def _accuser_reception(portail: Portail, candidature: Candidature) -> None:
    """Tell who paid a part what was received and what is left. CRPA L112-11: each payment is acknowledged."""
    situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
    notifier(portail, candidature, RECU, situation, rang=_rang(situation))


def _rang(situation: Situation) -> str:
    """Each time is told: what was paid, taken back and paid again makes two mails."""
    return situation.maintenant.isoformat()


def _verrouiller(portail: Portail, agent: AgentEnPoste, cle: str) -> Contexte:
    candidature = candidature_verrouillee_pour(portail, agent, cle)
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False)


def _paiement(candidature: Candidature, paiement_id: int) -> Paiement:
    demande = select(Paiement).where(
        Paiement.id == paiement_id,
        Paiement.candidature_id == candidature.id,
        Paiement.annule_le.is_(None),
    )
    trouve = db.session.scalar(demande)
    if trouve is None:
        raise PaiementDepasse("Ce règlement a déjà été repris.")
    return trouve


def _noter(contexte: Contexte, agent: AgentEnPoste, nature: str, montant: Decimal, dit: str) -> None:
    db.session.add(
        Evenement(
            candidature_id=contexte.candidature.id, compte_id=agent.compte_id,
            le=contexte.situation.maintenant, nature=nature,
            motif=dit if nature == REPRIS else None,
            donnees={"montant": f"{montant:.2f}", "moyen": dit if nature == RECU else ""},
        )
    )  # fmt: skip


def _encaissement(portail: Portail, candidature: Candidature) -> Encaissement:
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    return Encaissement(reste(contexte.situation), contexte.modele.circuit.etats[candidature.etat].intitule)
