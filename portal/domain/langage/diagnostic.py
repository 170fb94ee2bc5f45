"""What the compiler has to say to an author: where, along which path, what is wrong and what to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from portal.domain.typographie import INSECABLE


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; lines and columns are counted from 1, as editors do."""

    fichier: str
    ligne: int = 1
    colonne: int = 1

    def __str__(self) -> str:
        return f"{self.fichier}:{self.ligne}:{self.colonne}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning, in French, ready to print.

    ``chemin`` is the dotted key path (empty at the root of a file).
    """

    position: Position
    chemin: str
    phrase: str
    gravite: Literal["erreur", "avertissement"] = "erreur"

    def __str__(self) -> str:
        chemin = f"{self.chemin}: " if self.chemin else ""
        prefixe = "avertissement : " if self.gravite == "avertissement" else ""
        # In a terminal a no-break space only hinders the search for a message.
        return f"{self.position}: {prefixe}{chemin}{self.phrase}".replace(INSECABLE, " ")


@dataclass(slots=True)
class Rapport:
    """Collects the diagnostics of one compilation, so that all errors of a file come at once."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def erreur(self, position: Position, chemin: str, phrase: str) -> None:
        self.diagnostics.append(Diagnostic(position, chemin, phrase))

    def avertissement(self, position: Position, chemin: str, phrase: str) -> None:
        self.diagnostics.append(Diagnostic(position, chemin, phrase, "avertissement"))

    @property
    def erreurs(self) -> list[Diagnostic]:
        return [d for d in self.diagnostics if d.gravite == "erreur"]

    def __iter__(self) -> Iterator[Diagnostic]:
        vus: set[str] = set()
        for diagnostic in sorted(self.diagnostics, key=lambda d: (d.position, d.phrase)):
            if str(diagnostic) not in vus:
                vus.add(str(diagnostic))
                yield diagnostic


class ModeleInvalide(Exception):
    """Raised when a family or a modèle cannot be compiled; carries every diagnostic."""

    def __init__(self, rapport: Rapport) -> None:
        self.rapport = rapport
        super().__init__("\n".join(str(d) for d in rapport))


def suggestion(mot: str, connus: Iterable[str]) -> str:
    """« Vouliez-vous dire « x » ? » for the nearest known word, or an empty string."""
    proche = le_plus_proche(mot, connus)
    return f" Vouliez-vous dire « {proche} » ?" if proche else ""


def le_plus_proche(mot: str, connus: Iterable[str]) -> str | None:
    """Return the known word that an author most probably meant, None when none looks like it."""
    return next(iter(get_close_matches(mot, list(connus), n=1, cutoff=0.6)), None)
