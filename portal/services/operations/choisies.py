"""Whom an operation is going to concern, before it is prepared: how many, who, with which épreuves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.adapters.stockage import FichierStocke
from portal.db import db
from portal.services.candidature import contexte_de
from portal.services.operations.lecture import nom_de, numero_de
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

PDF_MAX = 5 * 1024 * 1024
# A file that is filled by hand; a longer one comes from the tool that made the plan of the exams.
A_REMPLIR_AU_PLUS = 2000
Selection = Select[Any] | Sequence[str]


def compter(portail: Portail, agent: AgentEnPoste, selection: Selection) -> int:
    """Return how many candidatures a selection stands for."""
    demande = select(func.count(Candidature.id)).where(_parmi(selection), visibles(portail, agent))
    return db.session.scalar(demande) or 0


def nommer(portail: Portail, agent: AgentEnPoste, cles: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (clé, name, n°) of each candidature of the périmètre among `cles`."""
    lignes = _candidatures(portail, agent, cles)
    return [(une.cle, nom_de(une.candidat), numero_de(une)) for une in lignes]


def epreuves_a_remplir(
    portail: Portail, agent: AgentEnPoste, selection: Selection
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (n°, épreuve, name, title of the épreuve) for each épreuve to be sat."""
    for candidature in _candidatures(portail, agent, selection):
        situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
        numero, nom = numero_de(candidature), nom_de(candidature.candidat)
        for retenue in situation.epreuves:
            if retenue.inscrite:
                yield numero, retenue.epreuve.code, nom, retenue.epreuve.intitule


def deposer_le_pdf(portail: Portail, chemin: Path, nom: str) -> FichierStocke:
    """Store a PDF of the service once it was looked into. Raises FichierRefuse."""
    portail.inspection.inspecter(chemin, nom, ("pdf",), PDF_MAX)
    with chemin.open("rb") as flux:
        return portail.stockage.deposer(flux)


def _candidatures(portail: Portail, agent: AgentEnPoste, selection: Selection) -> Sequence[Candidature]:
    return db.session.scalars(
        select(Candidature)
        .where(_parmi(selection), visibles(portail, agent))
        .options(joinedload(Candidature.candidat).joinedload(Candidat.compte))
        .order_by(Candidature.id)
        .limit(A_REMPLIR_AU_PLUS)
    ).all()


def _parmi(selection: Selection) -> Any:
    return Candidature.id.in_(selection) if isinstance(selection, Select) else Candidature.cle.in_(selection)
