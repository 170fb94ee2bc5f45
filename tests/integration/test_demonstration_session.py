"""The session of the demonstration: believable, told the same in every table, made once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.numero import numero_candidat_valide
from portal.domain.piece_suivie import bilan
from portal.services import demonstration
from portal.services.candidature import situation_de
from portal.services.demonstration import HorsDemonstration, preparer_comptes
from portal.services.demonstration_modeles import publier_copies
from portal.services.demonstration_session import preparer_session
from portal.services.familles import familles_installees
from portal.services.piece import pieces_suivies
from portal.services.portail import Portail
from portal.services.reconciliation import reconcilier
from portal.tables import Candidat, Candidature, Compte, Evenement
from portal.tables.courriel import CourrielSortant
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature
from portal.tables.tache import Tache

MODELES = Path(__file__).parents[2] / "exam_templates"
COMBIEN = 40
# Invented with the seed, at the instant of the tests.
PREMIERS = [
    ("poitiers", "LA FOUCHÈRE"),
    ("poitiers", "BELAHDI"),
    ("clermont_ferrand", "PRADEILLES"),
    ("poitiers", "D'AUBREMONT"),
    ("poitiers", "RIVALLAIN"),
    ("poitiers", "D'AUBREMONT"),
]


@pytest.fixture
def ouvert(portail: Portail, horloge: HorlogeReglable) -> Portail:
    """A demonstration whose two exams opened some days ago."""
    publier_copies(portail, MODELES, familles_installees(portail.extensions))
    preparer_comptes(portail)
    return portail


def candidatures() -> list[Candidature]:
    db.session.rollback()
    return list(db.session.scalars(select(Candidature).order_by(Candidature.id)))


@pytest.mark.deux_bases
def test_la_session_se_fait_une_fois(ouvert: Portail) -> None:
    avant = db.session.scalar(select(func.count(Compte.id)))
    suivi: list[tuple[int, int]] = []
    assert preparer_session(ouvert, lambda fait, total: suivi.append((fait, total)), COMBIEN) == COMBIEN
    assert suivi[-1] == (COMBIEN, COMBIEN)
    assert preparer_session(ouvert, combien=COMBIEN) == 0
    assert len(candidatures()) == COMBIEN
    assert db.session.scalar(select(func.count(Compte.id))) == (avant or 0) + COMBIEN


def test_tout_s_y_tient_comme_dans_une_vraie_session(ouvert: Portail, horloge: HorlogeReglable) -> None:
    preparer_session(ouvert, combien=COMBIEN)
    toutes, maintenant = candidatures(), horloge.maintenant()
    enregistrees = [une for une in toutes if une.version]
    brouillons = [une for une in toutes if not une.version]
    assert len(brouillons) > 2
    assert {une.phase for une in brouillons} == {"brouillon"}
    assert len({len(une.validees) for une in brouillons}) > 1
    assert {une.famille for une in toutes} == {"cap", "cs"}
    for une in enregistrees:
        entree = ouvert.modeles.entree(une.slug)
        assert entree is not None
        assert une.enregistree_le is not None
        assert entree.ouverture < une.enregistree_le < maintenant < entree.fermeture
        assert numero_candidat_valide(une.candidat.numero or "")
        assert une.candidat.recherche == une.recherche != ""
        situation = situation_de(ouvert, une, une.candidat, brouillon=False)
        fait = bilan(pieces_suivies(une.id, situation))
        assert (une.pieces_dues, une.pieces_conformes) == (fait.dues, fait.conformes)
        assert (une.pieces_manquantes, une.pieces_a_verifier) == (fait.manquantes, fait.a_verifier)


def test_le_journal_raconte_ce_que_les_tables_disent(ouvert: Portail, horloge: HorlogeReglable) -> None:
    preparer_session(ouvert, combien=COMBIEN)
    evenements = db.session.scalars(
        select(Evenement).where(Evenement.candidature_id.is_not(None)).order_by(Evenement.id)
    ).all()
    natures = Counter(un.nature for un in evenements)
    enregistrees = sum(bool(une.version) for une in candidatures())
    decisions = db.session.scalars(select(DecisionPiece)).all()
    assert natures["commencer"] == COMBIEN
    assert natures["enregistrer"] == enregistrees
    assert natures["fichier_depose"] == db.session.scalar(select(func.count(Depot.id)))
    assert sum(natures[f"piece_{d}"] for d in ("recue", "conforme", "non_conforme")) == len(decisions) > 0
    refusees = db.session.scalars(
        select(PieceCandidature).where(PieceCandidature.statut == "non_conforme")
    ).all()
    assert all(piece.information and piece.validee_le is None for piece in refusees)
    for un in candidatures():
        instants = [e.le for e in evenements if e.candidature_id == un.id]
        assert instants == sorted(instants)
        assert instants[-1] <= horloge.maintenant()


def test_les_fichiers_sont_la_et_peu_nombreux(ouvert: Portail) -> None:
    preparer_session(ouvert, combien=COMBIEN)
    depots = db.session.scalars(select(Depot)).all()
    assert len({depot.sha256 for depot in depots}) <= 16 < len(depots)
    assert all(depot.apercus and ouvert.stockage.contient(depot.apercus[0]) for depot in depots)
    assert reconcilier(ouvert).ecarts == []


def test_les_noms_ont_des_accents_des_traits_et_des_noms_d_usage(ouvert: Portail) -> None:
    preparer_session(ouvert, combien=COMBIEN)
    candidats = db.session.scalars(select(Candidat).where(Candidat.numero.is_not(None))).all()
    noms = " ".join(f"{un.nom_naissance} {un.prenoms}" for un in candidats)
    assert not noms.isascii()
    assert "-" in noms
    assert any(un.nom_usage for un in candidats)
    assert len({(un.nom_naissance, un.prenoms, un.naissance_le) for un in candidats}) == COMBIEN
    assert all(un.compte.courriel.partition("@")[2].startswith("example.") for un in candidats)


def test_aucun_mail_ne_part_et_les_documents_attendent_leur_tour(
    ouvert: Portail, horloge: HorlogeReglable
) -> None:
    preparer_session(ouvert, combien=COMBIEN)
    assert set(db.session.scalars(select(CourrielSortant.etat))) == {"envoye"}
    attentes = [une.apres for une in db.session.scalars(select(Tache).where(Tache.genre == "document"))]
    assert len(set(attentes)) == len(attentes) > COMBIEN
    assert min(attentes) >= horloge.maintenant()


def test_le_meme_instant_donne_la_meme_session(ouvert: Portail) -> None:
    preparer_session(ouvert, combien=6)
    assert [(une.slug.partition("/")[0], une.candidat.nom_naissance) for une in candidatures()] == PREMIERS


def test_jamais_en_production_ni_hors_de_la_periode(ouvert: Portail, horloge: HorlogeReglable) -> None:
    production = replace(ouvert, config=replace(ouvert.config, mode="production"))
    with pytest.raises(HorsDemonstration):
        preparer_session(production)
    horloge.avancer(timedelta(days=400))
    assert preparer_session(ouvert, combien=3) == 0
    assert "production" not in demonstration.MODES
