"""What one nature of event is called and how it is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nature:
    """A name for filters and two sentences; `candidat` is "" when the event does not concern the candidate.

    A sentence holds words in angle brackets, taken from `donnees` of the event; a part in square brackets
    is left out when one of its words is missing.
    """

    intitule: str
    personnel: str
    candidat: str = ""
