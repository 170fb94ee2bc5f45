"""What follows when a pièce is not there at its deadline: the `a_defaut` of the language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.domain.piece_suivie import PieceSuivie

EPREUVES_REFUSEES = "epreuves_refusees"


def en_defaut(pieces: Iterable[PieceSuivie], maintenant: datetime) -> tuple[PieceSuivie, ...]:
    """Return the pièces whose deadline has passed and which are missing, or were refused."""
    return tuple(piece for piece in pieces if piece.manquante and maintenant >= piece.due.limite)


def epreuves_refusees(pieces: Iterable[PieceSuivie], maintenant: datetime) -> tuple[str, ...]:
    """Return the codes of the épreuves that the candidate will not sit, for want of a pièce that they cite.

    Those alone: the rest of the candidature stays (guide 003 II, attestation of work at height).
    """
    defauts = (piece for piece in en_defaut(pieces, maintenant) if piece.piece.a_defaut == EPREUVES_REFUSEES)
    return tuple(dict.fromkeys(code for piece in defauts for code in piece.due.pour))
