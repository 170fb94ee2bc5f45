"""What waits for the union: reports, merges, requests without a centre, imports; and the figures in short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.tables import Fusion
from portal.db import db
from portal.services import centre_import
from portal.services.centre import HABILITES, LigneDeListe, lignes
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.operation import Operation

REPORT = "report_demande"


@dataclass(frozen=True, slots=True)
class Accueil:
    """The home of the union. `phases` counts the requests that are not over, `a_liberer` are centres."""

    reports: int
    fusions: int
    a_liberer: tuple[LigneDeListe, ...]
    imports: tuple[Operation, ...]
    centres: int
    habilites: int
    places: int
    prises: int
    phases: Mapping[str, int]
    ouvertes: tuple[Entree, ...]

    @property
    def demandes_a_liberer(self) -> int:
        return sum(une.demandes for une in self.a_liberer)

    @property
    def rien(self) -> bool:
        """Tell whether nothing waits."""
        return not (self.reports or self.fusions or self.a_liberer or self.imports)


def accueil(portail: Portail, agent: AgentEnPoste) -> Accueil:
    """Return what the home of the union shows."""
    centres, maintenant = lignes(portail, FAMILLE), portail.horloge.maintenant()
    siennes = [une for une in portail.modeles.index() if une.famille == FAMILLE]
    return Accueil(
        reports=reports_a_decider(),
        fusions=fusions_a_decider(),
        a_liberer=tuple(une for une in centres if une.a_liberer),
        imports=centre_import.en_attente(portail, agent, FAMILLE),
        centres=len(centres),
        habilites=sum(une.statut in HABILITES for une in centres),
        places=sum(une.places for une in centres if une.statut in HABILITES),
        prises=sum(une.prises for une in centres if une.statut in HABILITES),
        phases=_phases([une.slug for une in siennes]),
        ouvertes=tuple(une for une in siennes if une.ouverture <= maintenant < une.fermeture),
    )


def reports_a_decider() -> int:
    """Return how many reports wait for a decision."""
    demande = select(func.count(Candidature.id)).where(
        Candidature.etat == REPORT, Candidature.famille == FAMILLE
    )
    return db.session.scalar(demande) or 0


def fusions_a_decider() -> int:
    """Return how many pairs of records look like one person, and wait for a decision."""
    return db.session.scalar(select(func.count(Fusion.id)).where(Fusion.etat == "proposee")) or 0


def _phases(slugs: list[str]) -> dict[str, int]:
    """Only what was recorded has a centre: this reads an index, never the rows."""
    demande = (
        select(Candidature.phase, func.count())
        .where(Candidature.slug.in_(slugs), Candidature.centre_id.is_not(None))
        .group_by(Candidature.phase)
    )
    return {phase: nombre for phase, nombre in db.session.execute(demande)}
