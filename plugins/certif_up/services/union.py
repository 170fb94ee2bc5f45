"""Who is the union: the gestionnaires whose périmètre covers every candidature of Certif-UP."""

from __future__ import annotations

from portal.domain.refus import Refus
from portal.services.perimetre import AgentEnPoste, couvre
from portal.services.portail import Portail

FAMILLE = "certif_up"
ACADEMIE = "national"
COURRIEL = "accueil@union-prof.asso.fr"  # source: guides 000 and 001
GESTIONNAIRE = "gestionnaire"


class HorsUnion(Refus):
    """The page is the union's: for anybody else it does not exist."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette page n'existe pas, ou vous n'y avez pas accès.")


def est_union(portail: Portail, agent: AgentEnPoste) -> bool:
    """Tell whether an agent works for the union: a gestionnaire who sees the whole family."""
    return agent.profil == GESTIONNAIRE and couvre(portail, agent, ACADEMIE, FAMILLE)


def exiger_union(portail: Portail, agent: AgentEnPoste) -> None:
    """Let the union pass. Raises HorsUnion (404) for anybody else."""
    if not est_union(portail, agent):
        raise HorsUnion
