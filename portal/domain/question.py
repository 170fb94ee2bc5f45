"""A champ at its place in a modèle: the key of its answer, and when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portal.domain.champs.declaration import Champ
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition, Test
from portal.domain.texte import TexteSi

Origine = Literal["modele", "compte", "epreuve", "acquis"]


@dataclass(frozen=True, slots=True)
class Avertissement:
    """A warning shown near a field, without blocking."""

    texte: TexteSi
    si: Condition = TOUJOURS


@dataclass(frozen=True, slots=True)
class Question:
    """`cle` is the key of the answer; `si` gathers the conditions of the field and of all above it."""

    cle: str
    champ: Champ
    si: Condition = TOUJOURS
    facultatif: Condition = JAMAIS
    aide: TexteSi | None = None
    verifie: Test | None = None
    message: str | None = None
    avertissement: Avertissement | None = None
    options_si: Mapping[str, Condition] = field(default_factory=dict)
    origine: Origine = "modele"
    definitif: bool = False
    repris: tuple[str, ...] = ()
    sante: bool = False

    @property
    def dependances(self) -> frozenset[str]:
        """The paths whose answers change this question."""
        chemins = self.si.chemins | self.facultatif.chemins
        if self.champ.dans is not None:
            chemins |= {self.champ.dans}
        if self.aide is not None:
            chemins |= self.aide.conditions
        if self.avertissement is not None:
            chemins |= self.avertissement.si.chemins | self.avertissement.texte.conditions
        for condition in self.options_si.values():
            chemins |= condition.chemins
        return chemins
