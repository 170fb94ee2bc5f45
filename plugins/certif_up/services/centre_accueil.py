"""What waits for a centre, and the places that it has left."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.certif_up.services.centre_liste import (
    A_ENCAISSER,
    A_PREVALIDER,
    A_VALIDER,
    Demande,
    compter,
    premieres,
)
from plugins.certif_up.services.union import FAMILLE
from portal.services.mon_centre import centres_de
from portal.services.offre import OffreDeSession, offre_de, sessions_vivantes
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.centre import Centre

PREMIERES = 4


@dataclass(frozen=True, slots=True)
class Attente:
    """Requests in one état: how many, and the most urgent of them."""

    etat: str
    total: int
    premieres: tuple[Demande, ...]


@dataclass(frozen=True, slots=True)
class Accueil:
    """The home of a centre, or of several. `offres` are by session, the next one first."""

    centres: tuple[Centre, ...]
    attentes: tuple[Attente, ...]
    offres: tuple[OffreDeSession, ...]
    inscrites: int

    @property
    def rien_n_attend(self) -> bool:
        return not any(une.total for une in self.attentes)

    @property
    def n_organise_rien(self) -> bool:
        return not any(une.organisees for une in self.offres)


def accueil(portail: Portail, agent: AgentEnPoste, choisi: Centre | None = None) -> Accueil:
    """Return the home of one centre of this member, or of all of them."""
    centres = (choisi,) if choisi is not None else centres_de(portail, agent, FAMILLE)
    centre_id = choisi.id if choisi is not None else None
    comptes = compter(portail, agent, centre_id)
    return Accueil(
        centres=centres,
        attentes=tuple(
            Attente(
                etat,
                comptes.get(etat, 0),
                premieres(portail, agent, etat, PREMIERES, centre_id) if comptes.get(etat) else (),
            )
            for etat in (A_PREVALIDER, A_ENCAISSER, A_VALIDER)
        ),
        offres=tuple(
            offre_de(portail, centre, entree)
            for entree in sessions_vivantes(portail, FAMILLE)
            for centre in centres
        ),
        inscrites=comptes.get("inscrite", 0) + comptes.get("report_demande", 0),
    )
