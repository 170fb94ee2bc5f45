"""What comes by itself to a candidature, and when, as its candidate reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.domain.a_payer import a_payer
from portal.domain.situation import Situation
from portal.tables.candidature import Candidature


@dataclass(frozen=True, slots=True)
class Rebours:
    """What comes by itself, and when. `libelle` begins the sentence that says the instant."""

    le: datetime
    libelle: str
    passe: str


def rebours(candidature: Candidature, situation: Situation) -> Rebours | None:
    """Return the automatic transition that waits, unless its condition does not hold any more."""
    transition = situation.modele.circuit.transitions.get(candidature.echeance or "")
    if transition is None or candidature.echeance_le is None or transition.si.evaluer(situation) is False:
        return None
    du = a_payer(situation)
    if du is not None and du.moment == "du":
        return Rebours(candidature.echeance_le, "À régler avant", "Le délai de règlement est dépassé depuis")
    return Rebours(candidature.echeance_le, f"{transition.intitule} :", f"{transition.intitule} depuis")
