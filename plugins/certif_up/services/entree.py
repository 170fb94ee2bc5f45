"""What the entry page says: the sessions, and the notice that they share (guides 000 and 001)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.certif_up.services.union import FAMILLE
from portal.domain.ouverture import Annonce, annoncer
from portal.domain.presentation import InformationVue
from portal.services import espace
from portal.services.modeles import Entree
from portal.services.portail import Portail
from portal.services.presentation import presenter_modele
from portal.tables.candidat import Candidat

# Said by the page itself, in its own places.
A_PART = ("modalites", "dates", "nuc", "probleme")


@dataclass(frozen=True, slots=True)
class Session:
    """A session that takes requests now; `commencee`: this candidat has a draft to go on with."""

    annonce: Annonce
    commencee: bool


def sessions(portail: Portail) -> tuple[Annonce, ...]:
    """Return the sessions that are open, then those that will open."""
    return annoncer(_entrees(portail), portail.horloge.maintenant())


def sessions_ouvertes(portail: Portail, candidat: Candidat) -> tuple[Session, ...]:
    """Return the sessions to which a candidat may ask for a place now."""
    brouillons = {carte.slug for carte in espace.candidatures(portail, candidat) if carte.brouillon}
    ouvertes = (une for une in sessions(portail) if une.ouvert)
    return tuple(Session(une, une.entree.slug in brouillons) for une in ouvertes)


def notice(portail: Portail) -> Mapping[str, InformationVue]:
    """Return what is to be read before asking, by code, as the session that matters most says it."""
    entrees = [une.entree for une in sessions(portail)] or list(_entrees(portail))[-1:]
    presentation = presenter_modele(portail, entrees[0].slug) if entrees else None
    if presentation is None:
        return {}
    situation = presentation.situation
    return {
        une.code: InformationVue(
            une.intitule or "", une.texte.rendre(situation), une.niveau == "attention"
        )
        for une in situation.modele.informations
        if "examen" in une.ou and une.code not in A_PART
    }  # fmt: skip


def _entrees(portail: Portail) -> tuple[Entree, ...]:
    return tuple(une for une in portail.modeles.index() if une.famille == FAMILLE)
