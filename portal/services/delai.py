"""Later deadlines for one person: granted with a reason, taken back, always in the journal and by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.db import db, ecriture
from portal.domain.delai import DelaiRefuse, Demande, Limite, dire, exiger_plus_tard, limites_de, lire_limite
from portal.domain.limite import avant
from portal.domain.motif import lire_motif
from portal.services.candidature import Contexte, contexte_de
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.tables.evenement import Evenement

MOMENT = "delai_accorde"


@dataclass(frozen=True, slots=True)
class Echeance:
    """One deadline of a person; `accordee` tells that it was put off for them."""

    limite: Limite
    accordee: bool
    passee: bool


def echeances(contexte: Contexte) -> tuple[Echeance, ...]:
    """Return the deadlines of a candidature, as they are for this person."""
    maintenant, delais = contexte.situation.maintenant, contexte.candidature.delais
    return tuple(
        Echeance(limite, limite.cle in delais, limite.fin <= maintenant)
        for limite in limites_de(contexte.situation)
    )


def accorder(portail: Portail, agent: AgentEnPoste, cle: str, demande: Demande) -> datetime:
    """Put a deadline of `echeances` off for one person, by the clock of the modèle.

    Out: the new exclusive instant. Raises CandidatureIntrouvable, DelaiRefuse, MotifRefuse.
    """
    dit, objet = lire_motif(demande.motif), demande.objet
    contexte_pour(portail, agent, cle)
    with ecriture():
        contexte = _verrouiller(portail, agent, cle)
        limite = _limite(contexte, objet)
        fin = lire_limite(demande.jour, demande.heure, limite.fuseau)
        exiger_plus_tard(fin, limite, contexte.situation.maintenant)
        candidature = contexte.candidature
        candidature.delais = {**candidature.delais, objet: fin.isoformat()}
        donnees = {"objet": limite.intitule, "limite": dire(fin, limite.fuseau), "cle": objet}
        donnees["avant"] = limite.fin.isoformat()
        _noter(contexte, agent, "exception", dit, donnees)
        _suites(portail, agent, cle, limite, fin, dit)
        return fin


def retirer(portail: Portail, agent: AgentEnPoste, cle: str, objet: str, motif: str) -> None:
    """Take a granted deadline back: that of everybody holds again.

    Raises CandidatureIntrouvable, DelaiRefuse, MotifRefuse.
    """
    dit = lire_motif(motif)
    contexte_pour(portail, agent, cle)
    with ecriture():
        contexte = _verrouiller(portail, agent, cle)
        if objet not in contexte.candidature.delais:
            raise DelaiRefuse("objet", "Ce délai n'est plus accordé.")
        limite = next((une for une in limites_de(contexte.situation) if une.cle == objet), None)
        intitule = limite.intitule if limite is not None else objet
        delais = dict(contexte.candidature.delais)
        del delais[objet]
        contexte.candidature.delais = delais
        _noter(contexte, agent, "exception_retiree", dit, {"objet": intitule, "cle": objet})
        _prevenir(portail, _recompter(portail, agent, cle), intitule, dit)


def _verrouiller(portail: Portail, agent: AgentEnPoste, cle: str) -> Contexte:
    candidature = candidature_verrouillee_pour(portail, agent, cle)
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False)


def _limite(contexte: Contexte, objet: str) -> Limite:
    trouvee = next((une for une in limites_de(contexte.situation) if une.cle == objet), None)
    if trouvee is None:
        raise DelaiRefuse("objet", "Choisissez ce qui reçoit un délai.")
    return trouvee


def _noter(contexte: Contexte, agent: AgentEnPoste, nature: str, motif: str, donnees: dict[str, Any]) -> None:
    db.session.add(
        Evenement(
            candidature_id=contexte.candidature.id,
            compte_id=agent.compte_id,
            le=contexte.situation.maintenant,
            nature=nature,
            motif=motif,
            donnees=donnees,
        )  # fmt: skip
    )


def _recompter(portail: Portail, agent: AgentEnPoste, cle: str) -> Contexte:
    """Return the candidature with its new calendar, what depends on it written."""
    db.session.flush()
    contexte = _verrouiller(portail, agent, cle)
    recompter(contexte.candidature, contexte.situation)
    return contexte


def _suites(
    portail: Portail, agent: AgentEnPoste, cle: str, limite: Limite, fin: datetime, motif: str
) -> None:
    contexte = _recompter(portail, agent, cle)
    mots = {"objet": limite.intitule, "limite": avant(fin, limite.fuseau), "motif": motif}
    rang = f"{limite.cle}:{contexte.situation.maintenant.isoformat()}"
    notifier(portail, contexte.candidature, MOMENT, contexte.situation, mots=mots, rang=rang)


def _prevenir(portail: Portail, contexte: Contexte, intitule: str, motif: str) -> None:
    """Say that a delay is taken back, in the mail of free messages: the modèle has none of its own."""
    message = f"Le délai qui vous était accordé pour {intitule} est retiré.\n\nMotif : {motif}"
    rang = f"retrait:{contexte.situation.maintenant.isoformat()}"
    mots = {"objet": "Délai retiré", "message": message}
    notifier(portail, contexte.candidature, "message", contexte.situation, mots=mots, rang=rang)
