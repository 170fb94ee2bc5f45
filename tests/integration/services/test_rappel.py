"""Reminders: some working days before each deadline, once, to those who still have something to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import rappel, saisie
from portal.services.candidature import candidature_de, situation_de
from portal.services.piece import ligne_de, pieces_suivies, recompter
from portal.services.portail import Portail
from portal.tables import Candidat, CourrielSortant
from portal.worker import travailler
from tests import fabriques
from tests.parcours import ESSAI, inscrire, publier_essai

PIECES = """
pieces:
  identite: Pièce d'identité
  stage: {intitule: Attestation de stage, limite: 28/11/2025}
"""
# The closing is Wednesday 19 November at 17:00 in Paris: two working days before is Monday at 17:00.
AVANT_L_HEURE = datetime(2025, 11, 17, 15, 59, tzinfo=UTC)
A_L_HEURE = datetime(2025, 11, 17, 16, 0, tzinfo=UTC)
APRES_LA_CLOTURE = datetime(2025, 11, 19, 16, 0, tzinfo=UTC)


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


def rappels(portail: Portail, code: str) -> list[CourrielSortant]:
    rappel.programmer_les_rappels(portail)
    travailler(portail, {rappel.TACHE: rappel.travail})
    demande = select(CourrielSortant).where(CourrielSortant.cle.contains(f":{code}:"))
    return list(db.session.scalars(demande.order_by(CourrielSortant.id)))


def test_un_brouillon_est_rappele_deux_jours_ouvres_avant_la_cloture_une_seule_fois(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    saisie.commencer(portail, candidat, ESSAI)
    horloge.regler(AVANT_L_HEURE)
    assert rappels(portail, "rappel_inscription") == []
    horloge.regler(A_L_HEURE)
    [mail] = rappels(portail, "rappel_inscription")
    assert mail.destinataire == candidat.compte.courriel
    assert "mercredi 19 novembre 2025 à 17 h 00 (heure de Paris)" in mail.texte.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    horloge.regler(datetime(2025, 11, 18, 9, 0, tzinfo=UTC))
    assert rappels(portail, "rappel_inscription") == [mail]


def test_apres_la_cloture_un_brouillon_n_est_plus_rappele(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    saisie.commencer(portail, candidat, ESSAI)
    horloge.regler(APRES_LA_CLOTURE)
    assert rappels(portail, "rappel_inscription") == []


def test_une_inscription_enregistree_n_est_pas_un_brouillon(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    inscrire(portail, candidat)
    horloge.regler(A_L_HEURE)
    assert rappels(portail, "rappel_inscription") == []


def test_les_pieces_manquantes_sont_rappelees_avant_chacune_de_leurs_limites(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus=PIECES)
    inscrire(portail, candidat)
    # Three working days before Wednesday 19 at 17:00 is Friday 14 at 17:00.
    horloge.regler(datetime(2025, 11, 14, 16, 0, tzinfo=UTC))
    [premier] = rappels(portail, "rappel_pieces")
    assert "- Pièce d'identité" in premier.texte
    assert "stage" not in premier.texte
    # Friday 28 counts whole: it ends on Saturday at 0:00, and Wednesday 26 is three working days before.
    horloge.regler(datetime(2025, 11, 26, 9, 0, tzinfo=UTC))
    _, second = rappels(portail, "rappel_pieces")
    assert "- Attestation de stage" in second.texte
    assert "identité" not in second.texte


def test_une_piece_recue_n_est_plus_rappelee(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus=PIECES)
    cle = inscrire(portail, candidat).cle
    with ecriture():
        candidature = candidature_de(portail, candidat, cle)
        situation = situation_de(portail, candidature, brouillon=False)
        for piece in pieces_suivies(candidature.id, situation):
            ligne_de(candidature, piece).statut = "recue"
        assert recompter(candidature, situation).manquantes == 0
    horloge.regler(datetime(2025, 11, 14, 16, 0, tzinfo=UTC))
    assert rappels(portail, "rappel_pieces") == []


def test_aucun_rappel_ne_part_la_nuit(portail: Portail, candidat: Candidat, horloge: HorlogeReglable) -> None:
    publier_essai(portail)
    saisie.commencer(portail, candidat, ESSAI)
    horloge.regler(datetime(2025, 11, 18, 2, 0, tzinfo=UTC))
    assert rappels(portail, "rappel_inscription") == []


def test_un_modele_change_le_delai_du_rappel_ou_s_en_passe(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus="courriels: {rappel_inscription: {quand: cloture - 5 jours ouvres}}\n")
    saisie.commencer(portail, candidat, ESSAI)
    horloge.regler(datetime(2025, 11, 12, 16, 0, tzinfo=UTC))
    assert len(rappels(portail, "rappel_inscription")) == 1
    publier_essai(portail, nom="sans", en_plus="retirer: {courriels: [rappel_inscription]}\n")
    saisie.commencer(portail, candidat, "versailles/sans")
    assert len(rappels(portail, "rappel_inscription")) == 1
