"""Decisions on pièces: written once, told by mail, undone in time, followed by the circuit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.decision import (
    DecisionImpossible,
    DecisionInvalide,
    DejaTraitee,
    EnCours,
    PieceIntrouvable,
)
from portal.services import annulation_decision, decision, verification
from portal.services.perimetre import AgentEnPoste
from portal.services.piece_vue import ouvrir, regarder
from portal.services.portail import Portail
from portal.tables import Candidature, CourrielSortant, Evenement
from portal.tables.piece import DecisionPiece, Depot
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.pieces_deposees import decider, en_poste, ligne, rendre

EN_RETARD = timedelta(days=45)


@pytest.fixture
def inscrite(portail: Portail, horloge: HorlogeReglable) -> Candidature:
    horloge.regler(OUVERT[CS])
    candidature = inscrire_a(portail, fabriques.candidat(), CS)
    travailler(portail)
    return candidature


@pytest.fixture
def agent(portail: Portail, inscrite: Candidature) -> AgentEnPoste:
    return en_poste(portail, fabriques.agent())


def courriels(code: str) -> list[CourrielSortant]:
    db.session.rollback()
    return list(db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(f":{code}:"))))


def natures(candidature_id: int) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Evenement.nature).where(Evenement.candidature_id == candidature_id).order_by(Evenement.id)
        )
    )


def test_une_piece_conforme_compte_et_n_attend_plus(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    assert ligne(piece).a_verifier
    decider(portail, agent, piece, "conforme")
    faite = ligne(piece)
    assert (faite.statut, faite.a_verifier, faite.prise_par) == ("conforme", False, None)
    assert faite.candidature.pieces_conformes == 1
    assert "piece_conforme" in natures(faite.candidature_id)


def test_un_refus_sans_commentaire_est_permis_et_rouvre_la_piece(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent, piece, "non_conforme")
    refusee = ligne(piece)
    assert (refusee.statut, refusee.information, refusee.validee_le) == ("non_conforme", None, None)
    assert refusee.candidature.pieces_non_conformes == 1


def test_le_courriel_du_refus_attend_trente_secondes(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent, piece, "non_conforme", texte="Pièce illisible")
    travailler(portail)
    (courriel,) = courriels("piece_refusee")
    assert courriel.etat == "a_envoyer"
    assert "Pièce illisible" in courriel.texte
    assert "1NATID01" in courriel.texte
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert [un.etat for un in courriels("piece_refusee")] == ["envoye"]
