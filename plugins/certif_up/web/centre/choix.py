"""Whose centre is looked at: the only one of its member, the one that the address names, or all of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from plugins.certif_up.services.union import COURRIEL, FAMILLE
from portal.services.mon_centre import centre_pour, centres_de
from portal.tables.centre import Centre
from portal.web.courant import agent_courant, portail


@dataclass(frozen=True, slots=True)
class Choix:
    """The centres of who reads, and the one that was chosen among several (None: all of them)."""

    centres: tuple[Centre, ...]
    choisi: Centre | None
    courriel: str = COURRIEL  # of the union

    @property
    def plusieurs(self) -> bool:
        return len(self.centres) > 1

    @property
    def code(self) -> str | None:
        """What the address says of the choice."""
        return self.choisi.code if self.choisi is not None and self.plusieurs else None

    @property
    def vus(self) -> tuple[Centre, ...]:
        return (self.choisi,) if self.choisi is not None else self.centres


def choix_du_centre() -> Choix:
    """Read « centre » in the address. Raises CentreIntrouvable for somebody else's."""
    agent, code = agent_courant(), request.args.get("centre", "")
    centres = centres_de(portail(), agent, FAMILLE)
    if code:
        return Choix(centres, centre_pour(portail(), agent, FAMILLE, code))
    return Choix(centres, centres[0] if len(centres) == 1 else None)
