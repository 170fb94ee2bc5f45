"""Transitions that come by themselves: at their instant, once, and not when the date was put off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.echeance import franchir_les_echues
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Evenement
from tests import fabriques
from tests.parcours import CLOTURE, inscrire, publier_essai

APRES = """
circuit:
  etats:
    expiree: {intitule: Délai dépassé, phase: ecartee}
  transitions:
    expirer: {intitule: Délai dépassé, de: enregistree, vers: expiree, par: portail, apres: 72 heures ouvrees}
courriels:
  expiration: {quand: expirer, objet: Délai dépassé, texte: Votre délai est dépassé.}
"""
AU = APRES.replace("apres: 72 heures ouvrees", "au: cloture")


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


def relire(candidature: Candidature) -> Candidature:
    db.session.rollback()
    return db.session.get_one(Candidature, candidature.id)


def test_une_transition_a_date_est_franchie_a_son_instant_et_une_seule_fois(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus=APRES)
    candidature = inscrire(portail, candidat)  # on Wednesday 5 November at noon
    due = datetime(2025, 11, 10, 11, 0, tzinfo=UTC)
    assert relire(candidature).echeance_le == due
    horloge.regler(due - timedelta(seconds=1))
    assert franchir_les_echues(portail) == 0
    horloge.regler(due + timedelta(hours=5))
    assert franchir_les_echues(portail) == 1
    assert franchir_les_echues(portail) == 0
    lue = relire(candidature)
    assert (lue.etat, lue.phase, lue.echeance_le) == ("expiree", "ecartee", None)
    evenement = db.session.scalars(select(Evenement).where(Evenement.nature == "expirer")).one()
    assert (evenement.le, evenement.compte_id, evenement.de) == (due, None, "enregistree")
    assert (
        len(
            db.session.scalars(select(CourrielSortant).where(CourrielSortant.objet.contains("dépassé"))).all()
        )
        == 1
    )


def test_une_date_repoussee_repousse_la_transition(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus=AU)
    candidature = inscrire(portail, candidat)
    assert relire(candidature).echeance_le == CLOTURE
    publier_essai(portail, en_plus=AU, au="21/11/2025 17:00")
    horloge.regler(CLOTURE)
    assert franchir_les_echues(portail) == 0
    assert relire(candidature).echeance_le == CLOTURE + timedelta(days=2)
    horloge.regler(CLOTURE + timedelta(days=2))
    assert franchir_les_echues(portail) == 1


def test_une_transition_dont_la_condition_ne_tient_pas_laisse_la_candidature_en_paix(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail, en_plus=AU.replace("au: cloture", "au: cloture, si: {salarie: oui}"))
    candidature = inscrire(portail, candidat)
    horloge.regler(CLOTURE)
    assert franchir_les_echues(portail) == 0
    lue = relire(candidature)
    assert (lue.etat, lue.echeance_le) == ("enregistree", None)
