"""The circuit: états of a candidature, the transitions between them, and who may take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.duree import Duree
from portal.domain.instant import Instant
from portal.domain.question import Question
from portal.domain.refus import Refus
from portal.domain.texte import TexteSi

Ouverture = Literal["meme_session", "session_suivante"]
Phase = Literal["brouillon", "deposee", "inscrite", "ecartee", "terminee"]
PHASES_VIVANTES = ("brouillon", "deposee", "inscrite")
COMMUN = "enregistree"  # the état that the core's own circuit reaches first
PROFILS_DU_COEUR = ("candidat", "gestionnaire", "centre", "portail")


class TransitionImpossible(Refus):
    """The transition does not leave from this état, or not for this profil, or lacks what it requires."""

    statut = 409


@dataclass(frozen=True, slots=True)
class Etat:
    """A stage in the life of a candidature; `phase` is what the core knows of it."""

    code: str
    intitule: str
    phase: Phase
    aide: TexteSi | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one état to another; `par` are the profils that may take it.

    `ouvre`: it opens another candidature, filled in with the answers of this one; `delai` is the time
    that it leaves for that, even after the closing.
    `apres` (since the état was reached) or `au`: the portal takes it by itself at that instant.
    """

    code: str
    intitule: str
    de: tuple[str, ...]
    vers: str
    par: tuple[str, ...]
    si: Condition = TOUJOURS
    exige: Condition | None = None
    message: str | None = None
    motif: bool = False
    questions: tuple[Question, ...] = ()
    pieces: tuple[str, ...] = ()
    ouvre: Ouverture | None = None
    delai: Duree | None = None
    apres: Duree | None = None
    au: Instant | None = None

    @property
    def automatique(self) -> bool:
        return self.apres is not None or self.au is not None


@dataclass(frozen=True, slots=True)
class Circuit:
    """Every état and transition of a modèle."""

    etats: Mapping[str, Etat] = field(default_factory=dict)
    transitions: Mapping[str, Transition] = field(default_factory=dict)

    @property
    def initial(self) -> Etat:
        """The only état whose phase is brouillon."""
        return next(etat for etat in self.etats.values() if etat.phase == "brouillon")

    @property
    def propre(self) -> bool:
        """Tell whether a family wrote its own circuit: what is recorded does not reach the common état."""
        premiere = self.transitions.get("enregistrer")
        return premiere is not None and premiere.vers != COMMUN

    @property
    def verbe(self) -> str:
        """What the button that records a candidature says: « Enregistrer », « Soumettre »."""
        premiere = self.transitions.get("enregistrer")
        return premiere.intitule if premiere is not None else "Enregistrer"

    def demarches(self, etat: str) -> tuple[Transition, ...]:
        """Return the transitions that lead to an état and cite pièces, handed in with them."""
        return tuple(t for t in self.transitions.values() if t.pieces and t.vers == etat)

    def automatiques(self, etat: str) -> tuple[Transition, ...]:
        """Return the transitions that leave an état by themselves, in due time."""
        return tuple(t for t in self.transitions.values() if t.automatique and etat in t.de)

    def depuis(self, etat: str) -> frozenset[str]:
        """Return `etat` and the états that come after it; not those that set a candidature aside."""
        atteints, restants = set(), [etat]
        while restants:
            ici = restants.pop()
            if ici in atteints or ici not in self.etats or self.etats[ici].phase == "ecartee":
                continue
            atteints.add(ici)
            restants += [t.vers for t in self.transitions.values() if ici in t.de]
        return frozenset(atteints)

    def permise(self, code: str, etat: str, profil: str) -> bool:
        transition = self.transitions.get(code)
        return transition is not None and etat in transition.de and profil in transition.par

    def franchir(self, code: str, etat: str, profil: str, motif: str | None = None) -> Etat:
        """Return the état reached. Raises TransitionImpossible with the sentence to show."""
        transition = self.transitions.get(code)
        if transition is None or profil not in transition.par:
            raise TransitionImpossible("Cette action ne vous est pas ouverte.")
        if etat not in transition.de:
            depart = self.etats[etat].intitule if etat in self.etats else etat
            raise TransitionImpossible(f"« {transition.intitule} » n'est pas possible : {depart.lower()}.")
        if transition.motif and not (motif or "").strip():
            raise TransitionImpossible("Un motif est demandé.")
        return self.etats[transition.vers]
