"""A pièce that a candidature owes, with what was handed in and what the service said of it.

Pure: rows are read by `services.piece`. The statuses are those of guide 002 §10: none, Reçue, Non
conforme, Conforme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from portal.domain.champs.base import Json
from portal.domain.piece import Piece, PieceDue

Statut = Literal["recue", "non_conforme", "conforme"]
STATUTS: Mapping[Statut, str] = {
    "recue": "Reçue",
    "non_conforme": "Non conforme",
    "conforme": "Conforme",
}


@dataclass(frozen=True, slots=True)
class FichierDepose:
    """One file as people see it. Instants are aware UTC; `taille` is in bytes; `images` counts its pictures.

    `antivirus` and `apercu` are those of the table Depot.
    """

    cle: str
    nom: str
    format: str
    taille: int
    pages: int | None
    depose_le: datetime
    antivirus: str = "non_examine"
    apercu: str = "a_faire"
    images: int = 0
    origine: str = "candidat"

    @property
    def sur(self) -> bool:
        """Tell whether somebody else than its owner may open it."""
        return self.antivirus in ("non_examine", "sain")


@dataclass(frozen=True, slots=True)
class PieceSuivie:
    """What is owed and what became of it. `fichiers` are those in force; `identifiant` is the row, if any."""

    due: PieceDue
    statut: Statut | None = None
    recue_le: date | None = None
    canal_recu: str | None = None
    information: str = ""
    validee_le: datetime | None = None
    choix: str | None = None
    non_concerne: str | None = None
    reponses: Mapping[str, Json] = field(default_factory=dict)
    fichiers: tuple[FichierDepose, ...] = ()
    identifiant: int | None = None

    @property
    def cle(self) -> str:
        return self.due.cle or self.due.code

    @property
    def piece(self) -> Piece:
        return self.due.piece

    @property
    def deposee(self) -> bool:
        """Tell whether enough files are there, one of « une parmi » being named where there is a choice."""
        assez = len(self.fichiers) >= max(1, self.piece.fichiers.au_moins or 1)
        return assez and (not self.piece.une_parmi or self.choix is not None)

    @property
    def repondue(self) -> bool:
        """Tell whether the candidate did their part: the files, or the reason why they are not concerned."""
        return self.deposee or self.non_concerne is not None

    @property
    def fournie(self) -> bool:
        """Tell whether nothing more is expected of the candidate for now."""
        if self.statut == "non_conforme":
            return False
        return self.statut is not None or self.repondue

    @property
    def conforme(self) -> bool:
        return self.statut == "conforme"

    @property
    def figee(self) -> bool:
        """Tell whether the candidate cannot touch it: validated with its group, or accepted."""
        return self.conforme or self.validee_le is not None

    @property
    def comptee(self) -> bool:
        """Tell whether it is one of the n of « Pièces conformes : k / n »."""
        return self.due.certaine and (self.due.obligatoire or self.repondue or self.statut is not None)

    @property
    def manquante(self) -> bool:
        return self.due.certaine and self.due.obligatoire and not self.fournie

    @property
    def a_verifier(self) -> bool:
        """Tell whether the service has to look at it: the candidate said it is all there (002 §10)."""
        rendue = self.validee_le is not None and self.repondue
        return self.due.certaine and self.statut in (None, "recue") and (rendue or self.statut == "recue")


@dataclass(frozen=True, slots=True)
class Bilan:
    """How many pièces count, and where they stand."""

    dues: int = 0
    manquantes: int = 0
    a_verifier: int = 0
    non_conformes: int = 0
    conformes: int = 0

    @property
    def restantes(self) -> int:
        """How many are not accepted yet, whatever the reason."""
        return self.dues - self.conformes

    @property
    def complet(self) -> bool:
        """Tell whether every pièce that counts was accepted (guide 003 III)."""
        return self.conformes == self.dues


def bilan(pieces: Iterable[PieceSuivie]) -> Bilan:
    """Count the pièces of one candidature."""
    comptees = [piece for piece in pieces if piece.comptee]
    return Bilan(
        dues=len(comptees),
        manquantes=sum(piece.manquante and piece.statut is None for piece in comptees),
        a_verifier=sum(piece.a_verifier for piece in comptees),
        non_conformes=sum(piece.statut == "non_conforme" for piece in comptees),
        conformes=sum(piece.conforme for piece in comptees),
    )


# From the worst to the best: several pièces of one code (one per épreuve) have the worst statut of them.
RANGS = ("non_conforme", "absente", "fournie", "recue", "conforme")


def faits(pieces: Iterable[PieceSuivie]) -> dict[str, object]:
    """Return what conditions read under `pieces.`: a statut for each code, and the counts."""
    suivies = tuple(pieces)
    compte = bilan(suivies)
    lus: dict[str, object] = {
        "dues": Decimal(compte.dues),
        "manquantes": Decimal(compte.manquantes),
        "a_verifier": Decimal(compte.a_verifier),
        "non_conformes": Decimal(compte.non_conformes),
        "conformes": Decimal(compte.conformes),
        "restantes": Decimal(compte.restantes),
    }
    for piece in suivies:
        statut = piece.statut or ("fournie" if piece.fournie else "absente")
        connu = lus.get(piece.due.code, statut)
        lus[piece.due.code] = min(str(connu), statut, key=RANGS.index)
    return lus
