"""A text ready to be shown: paragraphs and lists of plain runs, bold runs and links; never HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Brut:
    """Plain text."""

    genre: ClassVar[str] = "brut"
    texte: str

    def en_clair(self) -> str:
        return self.texte


@dataclass(frozen=True, slots=True)
class Gras:
    """Text to stress."""

    genre: ClassVar[str] = "gras"
    texte: str

    def en_clair(self) -> str:
        return self.texte


@dataclass(frozen=True, slots=True)
class Lien:
    """A link; its address begins with https:, http:, mailto: or tel:, as langage/texte.py checked."""

    genre: ClassVar[str] = "lien"
    texte: str
    adresse: str

    def en_clair(self) -> str:
        visible = self.adresse.removeprefix("mailto:").removeprefix("tel:")
        return self.texte if visible in self.texte else f"{self.texte} ({visible})"


Morceau = Brut | Gras | Lien
Ligne = tuple[Morceau, ...]


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """Lines that belong together; each begins on its own line."""

    genre: ClassVar[str] = "paragraphe"
    lignes: tuple[Ligne, ...]

    def en_clair(self) -> str:
        return "\n".join(_en_clair(ligne) for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Liste:
    """A list of short lines."""

    genre: ClassVar[str] = "liste"
    lignes: tuple[Ligne, ...]

    def en_clair(self) -> str:
        return "\n".join(f"- {_en_clair(ligne)}" for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Rendu:
    """The blocks of a text; templates/ui/texte.html makes them HTML, `en_clair` makes them a mail."""

    blocs: tuple[Paragraphe | Liste, ...] = ()

    def en_clair(self) -> str:
        """Return the text without mark-up, a blank line between blocks."""
        return "\n\n".join(bloc.en_clair() for bloc in self.blocs)

    def __bool__(self) -> bool:
        return bool(self.blocs)


def assembler(rendus: Iterable[Rendu]) -> Rendu:
    """Return the blocks of several texts, one after the other."""
    return Rendu(tuple(bloc for rendu in rendus for bloc in rendu.blocs))


def _en_clair(ligne: Ligne) -> str:
    return "".join(morceau.en_clair() for morceau in ligne)
