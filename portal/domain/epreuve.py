"""Épreuves of a spécialité: a tree of units, sub-units and groups to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from portal.domain.champs.declaration import Nombre
from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.question import Question
from portal.domain.selon import Selon
from portal.domain.texte import TexteSi

Effet = Literal["passe", "note_gardee", "neutralisee", "plus_tard"]
Statut = Literal["passe", "note_gardee", "neutralisee", "plus_tard", "non_choisie"]

MODES = {
    "ecrit": "Écrite",
    "oral": "Orale",
    "pratique": "Pratique",
    "ecrit_oral": "Écrite et orale",
    "ecrit_pratique": "Écrite et pratique",
    "oral_pratique": "Orale et pratique",
}


@dataclass(frozen=True, slots=True)
class Possibilite:
    """One thing that a candidate may answer for an épreuve, with what it asks and proves."""

    code: str
    intitule: str
    effet: Effet
    aide: TexteSi | None = None
    si: Condition = TOUJOURS
    note_minimale: Selon[Decimal] | None = None
    valable: str | None = None
    pieces: tuple[str, ...] = ()
    a_confirmer: bool = False


@dataclass(frozen=True, slots=True)
class Epreuve:
    """A node of the tree; only a node with an `unite` keeps a note.

    `choix` is the question that says whether it is sat (a facultative one) or which of its members
    are (a group). `acquis` is the question on what is kept; `questions` are its own fields.
    """

    code: str
    intitule: str
    type: str | None = None
    unite: str | None = None
    aide: TexteSi | None = None
    coefficient: Decimal | None = None
    mode: str | None = None
    duree: str | None = None
    bareme: str | None = None
    domaine: str | None = None
    facultative: Condition | None = None
    si: Condition = TOUJOURS
    pieces: tuple[str, ...] = ()
    choisir: Nombre | None = None
    choix: Question | None = None
    acquis: Question | None = None
    questions_acquis: tuple[Question, ...] = ()
    possibilites: tuple[Possibilite, ...] = ()
    questions: tuple[Question, ...] = ()
    epreuves: tuple[Epreuve, ...] = ()

    @property
    def est_groupe(self) -> bool:
        return self.unite is None and bool(self.epreuves)

    def parcourir(self) -> Iterator[Epreuve]:
        """This épreuve and all below it, in the order of the file."""
        yield self
        for epreuve in self.epreuves:
            yield from epreuve.parcourir()


@dataclass(frozen=True, slots=True)
class EpreuveRetenue:
    """One épreuve as it stands for a candidature. `statut` is None while it is not known.

    `pieces` are those that it cites when it is sat: its own, its groups' and its composantes'.
    """

    epreuve: Epreuve
    statut: Statut | None
    possibilite: Possibilite | None = None
    facultative: bool = False
    groupe: Epreuve | None = None
    niveau: int = 0
    pieces: frozenset[str] = frozenset()

    @property
    def inscrite(self) -> bool:
        return self.statut == "passe"

    @property
    def libelle_statut(self) -> str:
        """The word that guides use: « Inscrit » when it is sat this session."""
        if self.statut is None:
            return "À compléter"
        if self.statut == "passe":
            return "Inscrit"
        if self.possibilite is not None:
            return self.possibilite.intitule
        return {"non_choisie": "Non choisie", "plus_tard": "Plus tard"}.get(self.statut, self.statut)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an épreuve stands: `au_dessus` are the nodes above it, from the root."""

    epreuve: Epreuve
    au_dessus: tuple[Epreuve, ...] = ()

    @property
    def groupe(self) -> Epreuve | None:
        """The group of which it is directly a member."""
        return self.au_dessus[-1] if self.au_dessus and self.au_dessus[-1].est_groupe else None

    @property
    def niveau(self) -> int:
        """How many épreuves it stands under, groups not counted."""
        return sum(not noeud.est_groupe for noeud in self.au_dessus)

    @property
    def notee(self) -> bool:
        """Tell whether it keeps a note: below an épreuve, only an unité does; the rest are composantes."""
        return not self.epreuve.est_groupe and (self.niveau == 0 or self.epreuve.unite is not None)


@dataclass(frozen=True)
class Specialite:
    """One règlement d'examen as a modèle opens it. `fiche` holds what the family's card declares.

    What the indexes below give depends on nothing but the modèle: they are made once.
    """

    code: str
    intitule: str
    fiche: dict[str, object] = field(default_factory=dict)
    fiche_affichee: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    question_option: Question | None = None
    epreuves: tuple[Epreuve, ...] = ()
    correspondances: tuple[tuple[str, str], ...] = ()
    anciennement: tuple[str, ...] = ()

    def parcourir(self) -> Iterator[Epreuve]:
        """Every node of the tree, groups included, in the order of the file."""
        for epreuve in self.epreuves:
            yield from epreuve.parcourir()

    @cached_property
    def par_nom(self) -> Mapping[str, Epreuve]:
        """Every node by its code, and by its type where no code says the same."""
        types = {e.type: e for e in reversed(tuple(self.parcourir())) if e.type is not None}
        return types | {epreuve.code: epreuve for epreuve in self.parcourir()}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every node by its code, with what stands above it."""
        return {place.epreuve.code: place for place in _places(self.epreuves, ())}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question that the épreuves bring, and the one on the option, by its key."""
        questions = {q.cle: q for epreuve in self.parcourir() for q in questions_de(epreuve)}
        option = self.question_option
        return questions if option is None else questions | {option.cle: option}

    @cached_property
    def dependances(self) -> frozenset[str]:
        """The paths on which these questions depend."""
        return frozenset().union(*(question.dependances for question in self.questions.values()))


def _places(epreuves: tuple[Epreuve, ...], au_dessus: tuple[Epreuve, ...]) -> Iterator[Place]:
    for epreuve in epreuves:
        yield Place(epreuve, au_dessus)
        yield from _places(epreuve.epreuves, (*au_dessus, epreuve))


def questions_de(epreuve: Epreuve) -> tuple[Question, ...]:
    """Return every question that one épreuve brings, those of the nodes below it left out."""
    seules = tuple(q for q in (epreuve.choix, epreuve.acquis) if q is not None)
    return seules + epreuve.questions_acquis + epreuve.questions
