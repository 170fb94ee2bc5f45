"""Règles: eligibility, cross checks and rules between candidatures, and what they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.texte import TexteSi

Verdict = Literal["refus", "avertissement", "a_examiner"]


@dataclass(frozen=True, slots=True)
class Regle:
    """`exige` must hold when `si` does; otherwise the outcome is `sinon` and its sentence is shown."""

    code: str
    exige: Condition
    sinon: Verdict
    message: TexteSi
    si: Condition = TOUJOURS
    derogation: bool = False
    champ: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Constat:
    """What a règle says of one candidature."""

    code: str
    verdict: Verdict
    message: str
    champ: str | None = None
