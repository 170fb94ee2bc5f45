"""Texts of a modèle: blocks, each with its condition, whose variables are read from a candidature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from portal.domain.conditions import Condition, Portee
from portal.domain.langage.texte import Rendu, Texte, assembler


class PorteeAffichee(Portee, Protocol):
    """A scope that can also write its values for people."""

    def afficher(self, chemin: str) -> str: ...


@dataclass(frozen=True, slots=True)
class TexteSi:
    """A text made of blocks; those whose condition is not true are left out."""

    blocs: tuple[tuple[Condition, Texte], ...]

    @property
    def chemins(self) -> frozenset[str]:
        return frozenset(chemin for _, texte in self.blocs for chemin in texte.chemins)

    @property
    def conditions(self) -> frozenset[str]:
        return frozenset().union(*(condition.chemins for condition, _ in self.blocs))

    def rendre(self, portee: PorteeAffichee) -> Rendu:
        """Return the neutral tree of the text, values written by `portee`."""
        retenus = [texte for condition, texte in self.blocs if condition.evaluer(portee) is True]
        return assembler([texte.rendre(portee.afficher) for texte in retenus])

    def en_clair(self, portee: PorteeAffichee) -> str:
        """Return the text without mark-up, for mails and messages."""
        return self.rendre(portee).en_clair()

    def brut(self, valeur_de: Callable[[str], str] = lambda chemin: "…") -> str:
        """Return the text outside of any candidature."""
        return assembler([texte.rendre(valeur_de) for _, texte in self.blocs]).en_clair()
