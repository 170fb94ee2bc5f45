"""A correction by the service: its draft, which is not the candidate's, and what may prevent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.centre_choisi import epreuves_passees
from portal.domain.champs import Json
from portal.domain.manques import Manque
from portal.domain.modele import ModeleExamen
from portal.domain.refus import Refus
from portal.domain.situation import Situation


class CandidatModifie(Refus):
    """The candidate is changing their own answers: two hands on one candidature lose something."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Le candidat est en train de modifier cette inscription. Attendez qu'il l'enregistre ou qu'il "
            "abandonne sa modification, puis recommencez."
        )


class CorrectionPrise(Refus):
    """Somebody else of the service is correcting this candidature."""

    statut = 409

    def __init__(self, nom: str) -> None:
        super().__init__(f"Une correction est déjà commencée par {nom}.")


class CorrectionDepassee(Refus):
    """The candidature was recorded again since the correction was begun."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Cette inscription a été enregistrée de nouveau depuis le début de la correction : "
            "recommencez-la."
        )


class RienACorriger(Refus):
    """Nothing is different from what is recorded."""

    def __init__(self) -> None:
        super().__init__("Rien n'a changé : corrigez d'abord une réponse.")


class EpreuvesDefinitives(Refus):
    """What is paid and validated is neither undone nor extended."""

    statut = 409


class CorrectionIncomplete(Refus):
    """The corrected answers call for others."""

    def __init__(self, manques: tuple[Manque, ...]) -> None:
        self.manques = manques
        super().__init__("La correction n'est pas enregistrée : il reste quelque chose à compléter.")


@dataclass(frozen=True, slots=True)
class BrouillonDuService:
    """What a member of the service has corrected so far, on the version `version`."""

    par: int
    version: int
    reponses: Mapping[str, Json]

    @classmethod
    def lire(cls, json: Mapping[str, Any] | None) -> BrouillonDuService | None:
        return cls(int(json["par"]), int(json["version"]), json["reponses"]) if json else None

    def en_json(self) -> dict[str, Any]:
        """Return what the column keeps."""
        return {"par": self.par, "version": self.version, "reponses": dict(self.reponses)}


def choix_du_centre(modele: ModeleExamen) -> frozenset[str]:
    """Return the keys by which a centre is chosen: it is refused and asked for again, never corrected."""
    question = modele.champ_centre
    return frozenset() if question is None else frozenset(filter(None, (question.cle, question.champ.dans)))


def exiger_epreuves_ouvertes(avant: Situation, apres: Situation, phase: str) -> None:
    """Refuse to change the épreuves of what was paid and validated. Raises EpreuvesDefinitives."""
    if avant.modele.paiement is None or phase != "inscrite":
        return
    if epreuves_passees(avant) != epreuves_passees(apres):
        raise EpreuvesDefinitives(
            "Cette inscription est validée : ses épreuves ne changent plus. Elle ne s'annule pas, et une "
            "épreuve oubliée se demande par une nouvelle demande."
        )


def questions_de_sante(situation: Situation) -> frozenset[str]:
    """Return the keys of the answers that only some may read."""
    toutes = {**situation.modele.questions, **situation.questions_epreuves}
    return frozenset(cle for cle, question in toutes.items() if question.sante)


def decrire(
    avant: Situation, apres: Situation, changements: Sequence[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    """Return what the journal keeps of each change; those that tell something of health are marked."""
    libelles = {
        question.champ.question
        for situation in (avant, apres)
        for question in (*situation.modele.questions.values(), *situation.questions_epreuves.values())
        if question.sante
    }
    return [
        {
            "question": question,
            "avant": ancienne,
            "apres": nouvelle,
            "sante": any(un == question or un in ancienne or un in nouvelle for un in libelles),
        }
        for question, ancienne, nouvelle in changements
    ]
