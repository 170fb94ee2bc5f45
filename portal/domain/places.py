"""Places that run out: which transitions take one, which give it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.domain.refus import Refus


class PlusDePlace(Refus):
    """No place is left; nothing was taken."""

    statut = 409


class CentreHorsService(PlusDePlace):
    """The centre is not habilité any more, or was deactivated: it takes no place; it gives back."""


@dataclass(frozen=True, slots=True)
class ReglesDePlaces:
    """`complet`: whether a full centre can be asked for all the same."""

    prises: tuple[str, ...]
    rendues: tuple[str, ...] = ()
    complet: Literal["refus", "demande"] = "refus"
