"""Lines of a catalogue for the tests of lists: only what lists read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.domain.referentiel import NATIONALE, Academie

PARIS = ZoneInfo("Europe/Paris")
VERSAILLES = Academie("versailles", "Versailles", "de ", ("78",), "Europe/Paris", "")
AIX = Academie("aix_marseille", "Aix-Marseille", "d'", ("13",), "Europe/Paris", "")
POLYNESIE = Academie(
    "polynesie", "Polynésie française", "de ", ("987",), "Pacific/Tahiti", "", "vice-rectorat"
)
NATIONAL = Academie("national", "Organisation nationale", "", (), "Europe/Paris", "", NATIONALE)


@dataclass(frozen=True)
class EntreeEssai:
    """An entry of the catalogue, open in November 2025."""

    slug: str = "versailles/cap"
    domaine: str = "Examens professionnels"
    intitule: str = "CAP"
    academie: Academie = VERSAILLES
    session_examen: str = "2026"
    ouverture: datetime = datetime(2025, 10, 1, 8, tzinfo=UTC)
    fermeture: datetime = datetime(2025, 11, 19, 16, tzinfo=UTC)
    fuseau: ZoneInfo = PARIS
    specialites: tuple[tuple[str, str], ...] = (("elec", "Électricien"), ("menuisier", "Menuisier"))
