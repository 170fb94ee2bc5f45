"""The compiled modèle d'examen: one immutable object that draws pages, checks answers and lists pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from portal.domain.calendrier import Calendrier
from portal.domain.circuit import Circuit
from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.epreuve import Epreuve, Possibilite, Specialite
from portal.domain.frais import Frais
from portal.domain.instant import Instant
from portal.domain.paiement import ReglesDePaiement
from portal.domain.piece import Piece
from portal.domain.places import ReglesDePlaces
from portal.domain.question import Question
from portal.domain.referentiel import Academie
from portal.domain.regle import Regle
from portal.domain.texte import TexteSi

Confirmation = Literal["signee", "en_ligne", "recapitulatif"]
GenreOnglet = Literal["champs", "acquis", "epreuves", "recapitulatif"]
OPTION = "specialite.option"  # the key of the option of a spécialité
GENRES_CONNUS: tuple[GenreOnglet, ...] = ("acquis", "epreuves", "recapitulatif")


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A titled group of questions; `bloc` names the account block it shows greyed."""

    code: str
    intitule: str
    si: Condition = TOUJOURS
    aide: TexteSi | None = None
    bloc: str | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Onglet:
    """A tab of the form."""

    code: str
    intitule: str
    genre: GenreOnglet = "champs"
    si: Condition = TOUJOURS
    aide: TexteSi | None = None
    rubriques: tuple[Rubrique, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        return (question for rubrique in self.rubriques for question in rubrique.questions)


@dataclass(frozen=True, slots=True)
class Contact:
    """A service to reach: functional addresses only, never a person."""

    code: str
    service: str
    si: Condition = TOUJOURS
    domaine: str | None = None
    courriel: str | None = None
    telephones: tuple[str, ...] = ()
    adresse: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Information:
    """A text of the notice and the places that show it."""

    code: str
    texte: TexteSi
    intitule: str | None = None
    si: Condition = TOUJOURS
    ou: tuple[str, ...] = ("examen",)
    niveau: Literal["simple", "attention"] = "simple"


@dataclass(frozen=True, slots=True)
class DocumentDeclare:
    """A PDF that the portal produces."""

    code: str
    intitule: str
    quand: tuple[str, ...]
    si: Condition = TOUJOURS
    a_signer: bool = False
    texte: TexteSi | None = None


@dataclass(frozen=True, slots=True)
class CourrielDeclare:
    """A mail that the portal sends: when a fact of `quand` happens, or by itself at `instants`."""

    code: str
    quand: tuple[str, ...]
    a: tuple[str, ...]
    objet: TexteSi
    texte: TexteSi
    si: Condition = TOUJOURS
    instants: tuple[Instant, ...] = ()


@dataclass(frozen=True, slots=True)
class CentresDeclares:
    """What each centre declares for an épreuve, and what a candidate reads with the list of centres."""

    questions: tuple[Question, ...] = ()
    conseil: TexteSi | None = None
    aucun: TexteSi | None = None


@dataclass(frozen=True, slots=True)
class Conservation:
    """How long a kind of data is kept."""

    donnee: str
    duree: str
    depuis: str
    base_legale: str | None = None
    ensuite: str = "effacer"


@dataclass(frozen=True)
class ModeleExamen:
    """A family and a modèle merged and compiled.

    `specialites` holds one entry, whose code is empty, when the modèle has none to choose.
    `fiche_options` holds the options of what the card of a spécialité may say several of.
    """

    slug: str
    famille: str
    intitule_famille: str
    intitule: str
    domaine: str
    confirmation: Confirmation
    academie: Academie
    session_examen: str
    annee: int
    calendrier: Calendrier
    onglets: tuple[Onglet, ...]
    circuit: Circuit
    specialites: Mapping[str, Specialite] = field(default_factory=dict)
    champ_specialite: str | None = None
    fiche_intitules: Mapping[str, str] = field(default_factory=dict)
    fiche_options: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    acquis_aide: TexteSi | None = None
    questions_acquis: tuple[Question, ...] = ()
    possibilites: tuple[Possibilite, ...] = ()
    regles: tuple[Regle, ...] = ()
    pieces: tuple[Piece, ...] = ()
    informations: tuple[Information, ...] = ()
    contacts: tuple[Contact, ...] = ()
    documents: tuple[DocumentDeclare, ...] = ()
    courriels: tuple[CourrielDeclare, ...] = ()
    conservation: tuple[Conservation, ...] = ()
    centres: CentresDeclares | None = None
    places: ReglesDePlaces | None = None
    frais: tuple[Frais, ...] = ()
    paiement: ReglesDePaiement | None = None
    plusieurs_inscriptions: bool = False
    cas: Mapping[str, Condition] = field(default_factory=dict)
    reglages: Mapping[str, object] = field(default_factory=dict)
    reglages_affiches: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    hash_fige: str = ""
    hash_vif: str = ""

    def onglet(self, code: str) -> Onglet | None:
        return next((onglet for onglet in self.onglets if onglet.code == code), None)

    def piece(self, code: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.code == code), None)

    @cached_property
    def champ_centre(self) -> Question | None:
        """The question by which a centre is chosen, if the modèle asks it."""
        return next(
            (question for question in self.questions.values() if question.champ.type == "centre"), None
        )

    @cached_property
    def categorie(self) -> Question | None:
        """The question whose answer is the category of a candidate, if the modèle says which."""
        return next((question for question in self.questions.values() if question.champ.categorie), None)

    def epreuves(self, specialite: str | None) -> tuple[Epreuve, ...]:
        """The épreuves of a spécialité, or those of a modèle that has none to choose."""
        connue = self.specialites.get(specialite or "") or self.specialites.get("")
        return connue.epreuves if connue else ()

    def onglet_de(self, cle: str) -> Onglet | None:
        """Return the tab that asks the answer of a key, or of a path that starts with one."""
        racine = cle.partition(".")[0]
        return self._onglets_par_cle.get(cle) or self._onglets_par_cle.get(racine)

    @cached_property
    def _onglets_par_cle(self) -> Mapping[str, Onglet]:
        """Every key; « acquis » and « epreuves » stand for those that depend on the spécialité."""
        onglets = {question.cle: onglet for onglet in self.onglets for question in onglet.questions}
        for onglet in self.onglets:
            if onglet.genre in ("acquis", "epreuves"):
                onglets[onglet.genre] = onglet
        if "acquis" in onglets:
            onglets |= {question.cle: onglets["acquis"] for question in self.questions_acquis}
        if self.champ_specialite in onglets:
            onglets[OPTION] = onglets[self.champ_specialite]
        return onglets

    @cached_property
    def dependances(self) -> frozenset[str]:
        """The paths on which a question, a rubrique or a tab depends, the épreuves' own left out."""
        rubriques = (rubrique for onglet in self.onglets for rubrique in onglet.rubriques)
        conditions = (*(onglet.si for onglet in self.onglets), *(rubrique.si for rubrique in rubriques))
        chemins = (question.dependances for question in self.questions.values())
        return frozenset().union(*chemins, *(condition.chemins for condition in conditions))
