"""Which events of the journal speak of health: only those who hold the right read their details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.modele import ModeleExamen


def parle_de_sante(modele: ModeleExamen, donnees: Mapping[str, Any]) -> bool:
    """Tell whether an event is about a pièce of health: its reason and its file names are reserved then."""
    nommees = donnees.get("piece") or donnees.get("pieces") or ()
    cles = [nommees] if isinstance(nommees, str) else nommees
    codes = {str(cle).partition(".")[0] for cle in cles}
    return any(piece.sante for piece in modele.pieces if piece.code in codes)
