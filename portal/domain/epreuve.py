"""Épreuves of a spécialité: a tree of units, sub-units and groups to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from portal.domain.champs.declaration import Nombre
from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.question import Question
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
    note_minimale: Decimal | None = None
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
    """One épreuve as it stands for a candidature. `statut` is None while it is not known."""

    epreuve: Epreuve
    statut: Statut | None
    possibilite: Possibilite | None = None
    facultative: bool = False
    groupe: Epreuve | None = None
    niveau: int = 0
    reponses: tuple[tuple[str, str], ...] = field(default=())

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
class Specialite:
    """One règlement d'examen as a modèle opens it. `fiche` holds what the family's card declares."""

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
        for epreuve in self.epreuves:
            yield from epreuve.parcourir()
