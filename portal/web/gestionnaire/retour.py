"""Where a page of the office leads back to: the list and the page of a candidature of who reads.

Pages opened to other profiles than « gestionnaire » lead back to those of the plugin that gives that profile
its own (`portal_liens`: « candidatures », « candidature »).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from portal.web.courant import agent_courant
from portal.web.liens import liens_de

GESTIONNAIRE = "gestionnaire"


@dataclass(frozen=True, slots=True)
class Retour:
    """The endpoints of a list, and of one of it by its clé."""

    intitule: str
    vue_liste: str
    vue_une: str

    @property
    def liste(self) -> str:
        return url_for(self.vue_liste)

    def une(self, cle: str, ancre: str | None = None) -> str:
        return url_for(self.vue_une, cle=cle, _anchor=ancre)


BUREAU = Retour("Candidatures", "gestionnaire.candidatures", "gestionnaire.candidature")


def retour() -> Retour:
    """Return where who asks came from."""
    profil = agent_courant().profil
    listes, pages = liens_de("candidatures", profil), liens_de("candidature", profil)
    if profil == GESTIONNAIRE or not listes or not pages:
        return BUREAU
    return Retour(listes[0].intitule, listes[0].vue, pages[0].vue)
