"""The demonstration: each modèle once more, open today, and still there tomorrow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.langage.decalage import decaler_session
from portal.services.demonstration_modeles import publier_copies
from portal.services.portail import Portail
from portal.tables import VersionModele
from tests.integration.services.dossier_modeles import MODELE, Atelier, remplacer

COPIE = "poitiers/demo-examen-2026"


@pytest.fixture
def atelier(tmp_path: Path) -> Atelier:
    return Atelier.dans(tmp_path)


def versions() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(VersionModele)) or 0


def test_une_copie_est_ouverte_a_la_meme_heure(
    portail: Portail, atelier: Atelier, horloge: HorlogeReglable
) -> None:
    horloge.regler(datetime(2027, 7, 14, 12, tzinfo=UTC))
    dates = "  pieces: {du: 20/10/2025 09:00, au: 01/12/2025}\n  resultats: 03/07/2026\ncontacts:"
    atelier.ecrire(remplacer(MODELE, "contacts:", dates))
    publier_copies(portail, atelier.modeles, atelier.familles)
    entree = portail.modeles.entree(COPIE)
    assert entree is not None
    assert entree.ouverture <= horloge.maintenant() < entree.fermeture
    heures = [instant.astimezone(entree.fuseau).hour for instant in (entree.ouverture, entree.fermeture)]
    assert heures == [9, 17]
    assert (entree.fermeture.date() - entree.ouverture.date()).days == 30
    assert (entree.demonstration, entree.intitule, entree.session_examen) == (True, "Examen d'essai", "2028")
    compile_ = portail.modeles.courant(COPIE)
    assert compile_ is not None
    jours = (entree.ouverture.date() - datetime(2025, 10, 20, tzinfo=UTC).date()).days
    quand = compile_.calendrier.jalons["resultats"].quand
    assert quand == (datetime(2026, 7, 3, tzinfo=UTC) + timedelta(days=jours)).date()


def test_un_redemarrage_ne_publie_rien_de_nouveau(
    portail: Portail, atelier: Atelier, horloge: HorlogeReglable
) -> None:
    atelier.ecrire()
    for heures in (0, 3, 24, 24 * 12):
        horloge.avancer(timedelta(hours=heures))
        publier_copies(portail, atelier.modeles, atelier.familles)
    assert versions() == 1


def test_une_copie_fermee_est_deplacee_sans_changer_sa_part_figee(
    portail: Portail, atelier: Atelier, horloge: HorlogeReglable
) -> None:
    atelier.ecrire()
    publier_copies(portail, atelier.modeles, atelier.familles)
    horloge.avancer(timedelta(days=400))
    publier_copies(portail, atelier.modeles, atelier.familles)
    une, deux = db.session.scalars(select(VersionModele).order_by(VersionModele.numero))
    assert une.hash_fige == deux.hash_fige
    entree = portail.modeles.entree(COPIE)
    assert entree is not None
    assert entree.ouverture <= horloge.maintenant() < entree.fermeture


@pytest.mark.parametrize("jours", range(0, 370, 23))
def test_une_periode_de_trois_jours_est_ouverte_quel_que_soit_le_jour(
    portail: Portail, atelier: Atelier, horloge: HorlogeReglable, jours: int
) -> None:
    horloge.avancer(timedelta(days=jours, hours=jours))
    atelier.ecrire(remplacer(MODELE, "du: 20/10/2025 09:00", "du: 16/11/2025 17:00"))
    publier_copies(portail, atelier.modeles, atelier.familles)
    entree = portail.modeles.entree(COPIE)
    assert entree is not None
    assert entree.ouverture <= horloge.maintenant() < entree.fermeture


def test_un_modele_casse_n_a_pas_de_copie(portail: Portail, atelier: Atelier) -> None:
    atelier.ecrire(remplacer(MODELE, "session:", "sesion:"))
    (bilan,) = publier_copies(portail, atelier.modeles, atelier.familles)
    assert bilan.phrases
    assert portail.modeles.entree(COPIE) is None


@pytest.mark.parametrize(("session_examen", "jours", "attendue"), [
    ("juin 2025", 762, "juin 2027"), ("2020", 2620, "2027"), ("2026", 0, "2026"),
    ("décembre 2025", 20, "décembre 2026"), ("session 2025-2026", 365, "session 2026-2027"),
])  # fmt: skip
def test_la_session_suit_le_calendrier(session_examen: str, jours: int, attendue: str) -> None:
    assert decaler_session(session_examen, jours) == attendue
