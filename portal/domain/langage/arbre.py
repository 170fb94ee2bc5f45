"""The tree of a YAML file: texts, lists and tables that remember the line and column they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from portal.domain.langage.diagnostic import Position

# « vide » is a value that could not be read and was already reported: later passes stay silent about it.
Style = Literal["simple", "guillemets", "bloc", "vide"]
Nu = str | list["Nu"] | dict[str, "Nu"]


@dataclass(frozen=True, slots=True)
class Scalaire:
    """A text, exactly as written: `02`, `non` and `12:30` are never converted here."""

    position: Position
    texte: str
    style: Style = "simple"

    def nu(self) -> str:
        """Return the bare text."""
        return self.texte


@dataclass(frozen=True, slots=True)
class Suite:
    """A list."""

    position: Position
    elements: tuple[Noeud, ...] = ()

    def nu(self) -> list[Nu]:
        """Return the same list without positions."""
        return [element.nu() for element in self.elements]


@dataclass(frozen=True, slots=True)
class Entree:
    """A line « clé: valeur » of a table; `position` is that of the key."""

    cle: str
    position: Position
    valeur: Noeud


@dataclass(frozen=True, slots=True)
class Table:
    """Lines « clé: valeur » in the order of the file; a key is there once."""

    position: Position
    entrees: dict[str, Entree] = field(default_factory=dict)

    def get(self, cle: str) -> Noeud | None:
        """Return the value written for `cle`, or None."""
        entree = self.entrees.get(cle)
        return entree.valeur if entree else None

    def nu(self) -> dict[str, Nu]:
        """Return the same table without positions."""
        return {cle: entree.valeur.nu() for cle, entree in self.entrees.items()}


Noeud = Scalaire | Suite | Table


def trouver(noeud: Noeud, chemin: Sequence[str | int], *, cle: bool = False) -> tuple[Noeud | None, Position]:
    """Walk along `chemin` and say where an error about it must point.

    Returns the node and the position of its value, or of its key when `cle` is true. When something is
    missing on the way, returns None and the key of the deepest table or list that exists; a text that
    stands for a table or for a list of one answers with its own position.
    """
    position_cle, courant = noeud.position, noeud
    for pas in chemin:
        suivant = _avancer(courant, pas)
        if suivant is None:
            return None, courant.position if isinstance(courant, Scalaire) else position_cle
        courant, position_cle = suivant
    return courant, position_cle if cle else courant.position


def _avancer(noeud: Noeud, pas: str | int) -> tuple[Noeud, Position] | None:
    if isinstance(noeud, Table) and (entree := noeud.entrees.get(str(pas))):
        return entree.valeur, entree.position
    if isinstance(noeud, Suite) and isinstance(pas, int) and 0 <= pas < len(noeud.elements):
        return noeud.elements[pas], noeud.elements[pas].position
    return None
