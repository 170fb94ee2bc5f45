"""Pièces as the service handles them on the page of a candidature: every one, by post too, with its scan."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.db import db, ecriture
from portal.domain.decision import DecisionImpossible, PieceIntrouvable, empreinte
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.remise import EnvoiVide, FichierEcarte, places_restantes, trop_de_fichiers
from portal.services import apercu, examen_antivirus
from portal.services.candidature import Contexte, contexte_de
from portal.services.depot import Depots, ligne_de_depot
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.piece import ligne_de, montrer, piece_suivie, pieces_suivies, recompter
from portal.services.portail import Portail
from portal.services.preparation import FichierPret, FichierRecu, preparer
from portal.services.verification import PHASES
from portal.tables.evenement import Evenement
from portal.tables.piece import Depot

GESTIONNAIRE = "gestionnaire"


@dataclass(frozen=True, slots=True)
class PieceDuService:
    """One pièce of the list. `reservee`: of health, and the agent has no right to it: its statut only."""

    suivie: PieceSuivie
    reservee: bool

    @property
    def cle(self) -> str:
        return self.suivie.cle


@dataclass(frozen=True, slots=True)
class PieceARecevoir:
    """One pièce and its candidature; `vue` goes with a decision, as at the checking station."""

    contexte: Contexte
    suivie: PieceSuivie
    vue: str


def pieces_de(agent: AgentEnPoste, contexte: Contexte) -> tuple[PieceDuService, ...]:
    """Return every pièce that a candidature owes for sure, as this agent may see it."""
    suivies = pieces_suivies(contexte.candidature.id, contexte.situation)
    return tuple(
        PieceDuService(une, une.piece.sante and not agent.sante) for une in suivies if une.due.certaine
    )


def recevoir(portail: Portail, agent: AgentEnPoste, cle: str, piece: str) -> PieceARecevoir:
    """Return one pièce, handed in or not. Raises CandidatureIntrouvable, PieceIntrouvable."""
    contexte = contexte_pour(portail, agent, cle)
    suivie = _suivie(agent, contexte, piece)
    return PieceARecevoir(contexte, suivie, empreinte(suivie))


def numeriser(
    portail: Portail,
    agent: AgentEnPoste,
    cle: str,
    piece: str,
    recus: Sequence[FichierRecu],
    commence_le: datetime,
) -> Depots:
    """Keep the scan of a pièce received on paper: no deadline holds the service.

    Raises CandidatureIntrouvable, PieceIntrouvable, DecisionImpossible, EnvoiVide; OSError on a full disk.
    """
    suivie = recevoir(portail, agent, cle, piece).suivie
    if not recus:
        raise EnvoiVide
    db.session.rollback()  # no transaction stays open while files are read
    with tempfile.TemporaryDirectory(dir=recus[0].chemin.parent) as dossier:
        preparation = preparer(portail, suivie.piece, recus, Path(dossier))
    if not preparation.prets:
        return Depots((), preparation.ecartes)
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
        if candidature.phase not in PHASES:
            raise DecisionImpossible("Cette candidature n'est plus en cours : elle n'attend plus de pièces.")
        suivie = _suivie(agent, contexte, piece)
        deposes = _ecrire(portail, agent, contexte, suivie, preparation.prets, commence_le)
        recompter(candidature, contexte.situation)
        en_trop = preparation.prets[len(deposes) :]
        ecartes = [FichierEcarte(pret.inspecte.nom, trop_de_fichiers(suivie)) for pret in en_trop]
        return Depots(tuple(montrer(depot) for depot in deposes), (*preparation.ecartes, *ecartes))


def _suivie(agent: AgentEnPoste, contexte: Contexte, piece: str) -> PieceSuivie:
    suivie = piece_suivie(contexte.candidature.id, contexte.situation, piece)
    if suivie is None or (suivie.piece.sante and not agent.sante):
        raise PieceIntrouvable
    return suivie


def _ecrire(
    portail: Portail,
    agent: AgentEnPoste,
    contexte: Contexte,
    suivie: PieceSuivie,
    prets: Sequence[FichierPret],
    commence_le: datetime,
) -> list[Depot]:
    ligne, maintenant = ligne_de(contexte.candidature, suivie), portail.horloge.maintenant()
    places = places_restantes(suivie, len(suivie.fichiers))
    deposes = [ligne_de_depot(ligne, un, commence_le, maintenant, GESTIONNAIRE) for un in prets[:places]]
    db.session.flush()
    for depot in deposes:
        apercu.demander(portail, depot)
        examen_antivirus.demander(portail, depot)
        db.session.add(
            Evenement(
                candidature_id=contexte.candidature.id,
                compte_id=agent.compte_id,
                le=maintenant,
                nature="piece_numerisee",
                donnees={"piece": suivie.cle, "depot": depot.cle, "nom": depot.nom, "sha256": depot.sha256},
            )
        )
    return deposes
