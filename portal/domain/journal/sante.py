"""Which events of the journal speak of health: only those who hold the right read their details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.modele import ModeleExamen


def parle_de_sante(modele: ModeleExamen, nature: str, donnees: Mapping[str, Any]) -> bool:
    """Tell whether an event is about a pièce of health: its reason and its file names are reserved then.

    So is a démarche that asks for one: its name alone says that somebody is ill.
    """
    nommees = donnees.get("piece") or donnees.get("pieces") or ()
    cles = [nommees] if isinstance(nommees, str) else nommees
    codes = codes_de_sante(modele)
    return nature in codes or any(str(cle).partition(".")[0] in codes for cle in cles)


def codes_de_sante(modele: ModeleExamen) -> frozenset[str]:
    """Return the codes of the pièces of health, and of the transitions that ask for one."""
    pieces = {piece.code for piece in modele.pieces if piece.sante}
    demarches = {code for code, une in modele.circuit.transitions.items() if pieces.intersection(une.pieces)}
    return frozenset(pieces | demarches)
