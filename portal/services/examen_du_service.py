"""What the service has to look at in a candidature: acquis to confirm, and règles « à examiner »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.db import db, ecriture
from portal.domain.constats import constater
from portal.domain.motif import lire_motif
from portal.domain.refus import Refus
from portal.domain.situation import Situation
from portal.services.candidature import Contexte, contexte_de
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.portail import Portail
from portal.tables.evenement import Evenement

ACCEPTE, REFUSE = "accepte", "refuse"
VERDICTS = {ACCEPTE: "examen_accepte", REFUSE: "examen_refuse"}
ACQUIS, REGLE = "acquis.", "regle."


class RienAExaminer(Refus):
    """The answers no longer ask for this, or never did."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Il n'y a plus rien à examiner ici : les réponses ont changé.")


class VerdictInconnu(Refus):
    """Neither accepted nor refused."""


@dataclass(frozen=True, slots=True)
class AExaminer:
    """One thing to look at. `objet` is what exactly: another answer makes the decision void."""

    cle: str
    intitule: str
    objet: str
    phrase: str
    verdict: str = ""
    motif: str = ""
    le: datetime | None = None


def a_examiner(contexte: Contexte) -> tuple[AExaminer, ...]:
    """Return what the present answers ask the service to look at, with what was decided already."""
    decisions = contexte.candidature.decisions
    return tuple(_avec_decision(une, decisions.get(une.cle, {})) for une in _demandes(contexte.situation))


def decider(portail: Portail, agent: AgentEnPoste, cle: str, quoi: str, verdict: str, motif: str) -> None:
    """Confirm or refuse one thing, with its event and its mail.

    Raises CandidatureIntrouvable, RienAExaminer, VerdictInconnu, MotifRefuse (a refusal says why).
    """
    if verdict not in VERDICTS:
        raise VerdictInconnu("Choisissez de confirmer ou de refuser.")
    dit = lire_motif(motif, obligatoire=verdict == REFUSE)
    contexte_pour(portail, agent, cle)
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
        une = next((une for une in _demandes(contexte.situation) if une.cle == quoi), None)
        if une is None:
            raise RienAExaminer
        le = contexte.situation.maintenant
        decision = {"verdict": verdict, "objet": une.objet, "motif": dit, "le": le.isoformat()}
        candidature.decisions = {**candidature.decisions, quoi: decision}
        db.session.add(
            Evenement(
                candidature_id=candidature.id,
                compte_id=agent.compte_id,
                le=le,
                nature=VERDICTS[verdict],
                motif=dit or None,
                donnees={"objet": une.intitule},
            )  # fmt: skip
        )
        notifier(
            portail, candidature, "message", contexte.situation, mots=_mots(une, verdict, dit),
            rang=f"{quoi}:{verdict}:{le.isoformat()}",
        )  # fmt: skip


def _demandes(situation: Situation) -> tuple[AExaminer, ...]:
    acquis = (
        AExaminer(
            f"{ACQUIS}{retenue.epreuve.code}",
            f"{retenue.epreuve.code} – {retenue.epreuve.intitule}",
            retenue.possibilite.code,
            retenue.possibilite.intitule,
        )
        for retenue in situation.epreuves
        if retenue.possibilite is not None and retenue.possibilite.a_confirmer
    )
    regles = (
        AExaminer(f"{REGLE}{constat.code}", "Situation à examiner", constat.code, constat.message)
        for constat in constater(situation)
        if constat.verdict == "a_examiner"
    )
    return (*acquis, *regles)


def _avec_decision(une: AExaminer, decision: dict[str, Any]) -> AExaminer:
    if decision.get("objet") != une.objet:
        return une
    le = datetime.fromisoformat(decision["le"])
    return AExaminer(
        une.cle, une.intitule, une.objet, une.phrase, decision["verdict"], decision.get("motif", ""), le
    )


def _mots(une: AExaminer, verdict: str, motif: str) -> dict[str, str]:
    suite = "accepté" if verdict == ACCEPTE else "refusé"
    phrase = f"Le service des examens a {suite} : {une.intitule}, {une.phrase}"
    raison = f"\n\nMotif : {motif}" if motif else ""
    return {"objet": f"{une.intitule} : {suite}", "message": f"{phrase.rstrip('. ')}.{raison}"}
