"""A kind of operation: who is concerned, what is done to one candidature, the mail that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.db import db
from portal.domain.feuille import Erreur
from portal.domain.situation import Situation
from portal.services.candidature import Contexte
from portal.services.notification import faire_voix
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.document import Document
from portal.tables.evenement import Evenement

VIVANTES = ("deposee", "inscrite")
Donnees = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sujet:
    """One candidature under one operation; `parametres` are those of all lines, `donnees` its own."""

    portail: Portail
    agent: AgentEnPoste
    operation_id: int
    parametres: Donnees
    donnees: Donnees
    contexte: Contexte

    @property
    def candidature(self) -> Candidature:
        return self.contexte.candidature

    @property
    def situation(self) -> Situation:
        return self.contexte.situation

    @property
    def rang(self) -> str:
        """What makes the mails of this operation leave once each."""
        return f"o{self.operation_id}"

    @property
    def etat_dit(self) -> str:
        """« Inscription annulée »."""
        return self.contexte.modele.circuit.etats[self.candidature.etat].intitule

    def noter(self, nature: str, motif: str | None = None, **donnees: Any) -> None:
        """Write the journal. Inside `ecriture()`."""
        db.session.add(
            Evenement(
                candidature_id=self.candidature.id,
                compte_id=self.agent.compte_id,
                le=self.portail.horloge.maintenant(),
                nature=nature,
                motif=motif,
                donnees={"operation": self.operation_id, **donnees},
            )
        )


@dataclass(frozen=True, slots=True)
class Fait:
    """What was done to one candidature, in a few French words, and what was published."""

    message: str
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Lettre:
    """A mail as one candidate will read it."""

    destinataire: str
    objet: str
    texte: str


@dataclass(frozen=True, slots=True)
class Tri:
    """What a line of a file keeps once its candidature is known, and what is wrong with the rest."""

    donnees: Donnees
    erreurs: tuple[Erreur, ...] = field(default=())


class Genre(Protocol):
    """`examiner` and `lettre` read only; `accomplir` runs inside `ecriture()`, the candidature locked."""

    def examiner(self, sujet: Sujet) -> str | None:
        """Return why this candidature is not concerned, None when it is."""
        ...

    def accomplir(self, sujet: Sujet) -> Fait:
        """Do it. Raises a Refus to leave the candidature as it is."""
        ...

    def lettre(self, sujet: Sujet) -> Lettre | None:
        """Return the mail that `accomplir` sends, None when there is none."""
        ...


def ecartee(sujet: Sujet) -> str | None:
    """Return why nothing is sent any more to a candidature that is set aside or over."""
    if sujet.candidature.phase in VIVANTES:
        return None
    return f"Inscription close : {sujet.etat_dit.lower()}."


def lettre_de(sujet: Sujet, moment: str, mots: Mapping[str, str]) -> Lettre | None:
    """Return what the modèle says to the candidate at `moment`; for a document, that it is published."""
    courriels = sujet.situation.modele.courriels
    if mots.get("document") and not any(moment in courriel.quand for courriel in courriels):
        moment = "document_publie"
    voix = faire_voix(sujet.portail, sujet.candidature, sujet.situation, mots)
    for courriel in courriels:
        if moment in courriel.quand and "candidat" in courriel.a and courriel.si.evaluer(voix) is True:
            adresse = sujet.candidature.candidat.compte.courriel
            return Lettre(adresse, courriel.objet.en_clair(voix), courriel.texte.en_clair(voix))
    return None
