"""Pièces: what a candidate must provide, and what each candidature owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.domain.champs.declaration import Nombre
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition
from portal.domain.duree import Duree
from portal.domain.instant import Instant
from portal.domain.question import Question
from portal.domain.selon import Selon
from portal.domain.texte import TexteSi

Canal = Literal["en_ligne", "courrier", "autre"]
FORMATS = ("pdf", "png", "jpg", "doc", "docx", "zip")
TAILLE_PAR_DEFAUT = 5 * 1024 * 1024
CANAUX = {
    "en_ligne": "À déposer en ligne",
    "courrier": "À envoyer par voie postale",
    "autre": "Autres modalités",
}
# Why a pièce is refused most often; a pièce that declares its own catalogue replaces it.
REFUS = (
    ("illisible", "Pièce illisible"),
    ("incomplete", "Pièce incomplète : il manque une page ou une face"),
    ("perimee", "Pièce dont la date de validité est dépassée"),
    ("autre_piece", "Ce n’est pas la pièce demandée"),
    ("autre_personne", "Le nom ou la date de naissance ne sont pas les vôtres"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as declared. A `citee` one is due only where an épreuve, an acquis or a transition cites it."""

    code: str
    intitule: str
    type: Literal["piece", "confirmation"] = "piece"
    reference: str | None = None
    aide: TexteSi | None = None
    si: Condition = TOUJOURS
    facultatif: Condition = JAMAIS
    une_parmi: tuple[tuple[str, str], ...] = ()
    pour_chaque: str | None = None
    fichiers: Nombre = Nombre(1, None)
    formats: tuple[str, ...] = FORMATS
    taille: int = TAILLE_PAR_DEFAUT
    pages: Nombre | None = None
    imprime: str | None = None
    canal: Canal = "en_ligne"
    autres_canaux: tuple[Canal, ...] = ()
    adresse: str | None = None
    demandee: str | None = None
    limite: Selon[Instant] | None = None
    a_defaut: str | None = None
    questions: tuple[Question, ...] = ()
    exige: Condition | None = None
    message: str | None = None
    non_concerne: str | None = None
    refus: tuple[tuple[str, str], ...] = ()
    groupe: str | None = None
    valable: Duree | None = None
    sante: bool = False
    citee: bool = False

    @property
    def titre(self) -> str:
        """The label with its reference, as guides write it: « CINSIG01 : Confirmation… »."""
        return f"{self.reference} : {self.intitule}" if self.reference else self.intitule


@dataclass(frozen=True, slots=True)
class PieceDue:
    """A piece that a candidature owes. `certaine` is False for a « peut-être »; `pour`: what asks for it.

    `demarche` is what the transition that it goes with is called, "" for a pièce of the inscription.
    """

    piece: Piece
    limite: datetime
    certaine: bool = True
    obligatoire: bool = True
    pour: tuple[str, ...] = ()
    cle: str = ""
    demarche: str = ""

    @property
    def code(self) -> str:
        return self.piece.code
