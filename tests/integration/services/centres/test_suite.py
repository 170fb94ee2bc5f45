"""What a candidature opens: the same request elsewhere after a refusal, the next session after a report."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.services import saisie, suite
from portal.services.echeance import franchir_les_echues
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.worker import travailler
from tests import centres, fabriques
from tests.centres import (
    JUIN,
    MOTIF,
    agir,
    courriels,
    ensemble,
    membre,
    mener,
    natures,
    prendre_soi_meme,
    publier_juin,
    relire,
    reprendre,
    soumettre,
    suite_de,
    union,
)

FERMEE = datetime(2025, 12, 19, 16, 0, tzinfo=UTC)


def refuser(portail: Portail, candidature: Candidature) -> None:
    agir(portail, membre(portail, relire(candidature).centre_id), candidature, "refuser", MOTIF)


def expirer(portail: Portail, candidature: Candidature, horloge: HorlogeReglable) -> None:
    mener(portail, "prevalidee", candidature)
    horloge.avancer(timedelta(days=5))
    assert franchir_les_echues(portail) == 1


def lien(candidature: Candidature, moment: str) -> str:
    """Return the address that the mail to the candidate gives."""
    (trouve,) = re.findall(r"http://localhost(/\S*)", courriels(candidature, moment)[0].texte)
    return str(trouve)


# The same session ---------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["refuser", "expirer"])
def test_une_demande_deja_remplie_attend_le_candidat(
    portail: Portail, lille: int, horloge: HorlogeReglable, moment: str
) -> None:
    candidature = soumettre(portail, epreuves=("E1", "E2"), projet="Devenir comptable")
    if moment == "refuser":
        refuser(portail, candidature)
    else:
        expirer(portail, candidature, horloge)
    neuve = suite_de(candidature)
    assert neuve is not None
    contexte = saisie.lire(portail, neuve.candidat, neuve.cle)
    assert contexte.brouillon.reponses == {
        "epreuves.demandees": ["E1", "E2"],
        "departement_epreuves": "59",
        "projet": "Devenir comptable",
        "finance": "non",
    }
    assert neuve.validees == ["epreuves", "situation"], "only the centre is to be chosen again"
    assert (neuve.etat, neuve.version, neuve.centre_id, neuve.origine) == ("brouillon", 0, None, moment)
    assert (neuve.slug, neuve.numero_inscription) == (candidature.slug, None)
    assert lien(candidature, moment) == f"/inscriptions/{neuve.cle}"
    assert natures(neuve) == ["suite_preparee"], "nobody but the portal began it"


def test_la_suite_se_soumet_dans_un_autre_centre_sous_un_autre_numero(portail: Portail, lille: int) -> None:
    arras = centres.centre("ARRAS")
    candidature = soumettre(portail)
    refuser(portail, candidature)
    neuve = relire(reprendre(portail, candidature, "ARRAS"))
    assert (neuve.etat, neuve.centre_id, neuve.numero_inscription) == ("soumise", arras, 2)
    assert relire(candidature).etat == "refusee"


def test_la_suite_ouverte_est_celle_que_le_candidat_continue(portail: Portail, lille: int) -> None:
    candidat = fabriques.candidat()
    candidature = soumettre(portail, candidat)
    refuser(portail, candidature)
    neuve = suite_de(candidature)
    assert neuve is not None
    candidat = relire(candidature).candidat
    assert saisie.commencer(portail, candidat, candidature.slug).id == neuve.id


def test_rien_ne_s_ouvre_une_fois_les_inscriptions_fermees(
    portail: Portail, lille: int, horloge: HorlogeReglable
) -> None:
    candidature = soumettre(portail)
    horloge.regler(FERMEE)
    refuser(portail, candidature)
    assert suite_de(candidature) is None
    assert relire(candidature).etat == "refusee"
    assert lien(candidature, "refuser") == "/inscriptions"


def test_un_delai_accorde_a_la_personne_vaut_aussi_pour_la_suite(
    portail: Portail, lille: int, horloge: HorlogeReglable
) -> None:
    centres.centre("ARRAS")
    candidature = soumettre(portail)
    with ecriture() as s:
        s.get_one(Candidature, candidature.id).delais = {"inscription": "2025-12-23T16:00:00+00:00"}
    horloge.regler(FERMEE)
    refuser(portail, candidature)
    assert relire(reprendre(portail, candidature, "ARRAS")).etat == "soumise"


ECARTER = """\
    ecarter:
      intitule: Écarter
      de: soumise
      vers: refusee
      par: centre
      motif: oui
      ouvre: meme_session
      delai: 3 jours ouvres
"""


@pytest.mark.parametrize(
    ("le", "fin"),
    [
        (FERMEE, "2025-12-24T16:00:00+00:00"),
        (datetime(2025, 12, 18, 9, 0, tzinfo=UTC), "2025-12-23T09:00:00+00:00"),
        (datetime(2025, 11, 20, 9, 0, tzinfo=UTC), None),
    ],
    ids=["après la clôture", "la veille de la clôture", "longtemps avant"],
)
def test_qui_est_refuse_a_le_temps_de_s_inscrire_ailleurs(
    portail: Portail, horloge: HorlogeReglable, le: datetime, fin: str | None
) -> None:
    centres.publier(portail, en_plus=ECARTER)
    lille = centres.centre("LILLE")
    centres.centre("ARRAS")
    candidature = soumettre(portail)
    horloge.regler(le)
    agir(portail, membre(portail, lille), candidature, "ecarter", MOTIF)
    neuve = suite_de(candidature)
    assert neuve is not None
    assert neuve.delais == ({"inscription": fin} if fin else {})
    assert relire(reprendre(portail, candidature, "ARRAS")).etat == "soumise"


# The next session ---------------------------------------------------------------------------------


@pytest.fixture
def reportee(portail: Portail, lille: int) -> Candidature:
    return mener(portail, "reportee", soumettre(portail, epreuves=("E1", "E2")))


def test_un_report_attend_que_la_session_suivante_soit_publiee(
    portail: Portail, reportee: Candidature
) -> None:
    travailler(portail)
    assert suite.relancer(portail) == 0
    assert (suite_de(reportee), relire(reportee).suite) == (None, "accorder_report")
    publier_juin(portail)
    assert suite.relancer(portail) == 1
    assert suite.relancer(portail) == 0
    neuve = suite_de(reportee)
    assert neuve is not None
    assert (neuve.slug, neuve.origine, neuve.session_examen) == (JUIN, "accorder_report", "juin 2026")
    assert (neuve.etat, neuve.centre_id, neuve.validees) == ("brouillon", None, ["epreuves", "situation"])
    assert relire(reportee).suite is None


def test_un_report_s_ouvre_aussitot_si_la_session_suivante_est_publiee(portail: Portail, lille: int) -> None:
    publier_juin(portail)
    reportee = mener(portail, "reportee", soumettre(portail))
    travailler(portail)
    neuve = suite_de(reportee)
    assert neuve is not None
    (mail,) = courriels(neuve)
    assert (mail.objet, mail.destinataire) == (
        "[Portail des examens] Demande reportée prête",
        relire(neuve).candidat.compte.courriel,
    )
    assert f"/inscriptions/{neuve.cle}" in mail.texte


def test_deux_ouvriers_n_ouvrent_qu_une_suite(app: Flask, portail: Portail, reportee: Candidature) -> None:
    publier_juin(portail)
    identifiant = reportee.id
    rendus = ensemble(app, *[lambda: suite.ouvrir(portail, identifiant)] * 3)
    assert sorted(rendus) == [False, False, True]
    neuve = suite_de(reportee)
    assert neuve is not None
    assert len(courriels(neuve, "suite_ouverte")) == 1


def test_le_report_mene_a_la_session_suivante_et_a_aucune_autre(
    portail: Portail, reportee: Candidature
) -> None:
    centres.publier(portail, "bis", du="15/11/2025 09:00")  # the same session, in another modèle
    assert suite.relancer(portail) == 0
    centres.publier(portail, "plus_tard", "janvier 2027", "01/11/2026 09:00", "18/12/2026 17:00")
    publier_juin(portail)
    assert suite.relancer(portail) == 1
    neuve = suite_de(reportee)
    assert neuve is not None
    assert neuve.slug == JUIN


def test_une_session_suivante_deja_close_fait_attendre_sans_rien_perdre(
    portail: Portail, reportee: Candidature, horloge: HorlogeReglable
) -> None:
    publier_juin(portail)
    horloge.regler(datetime(2026, 5, 2, tzinfo=UTC))
    assert suite.relancer(portail) == 0
    assert (suite_de(reportee), relire(reportee).suite) == (None, "accorder_report")
    publier_juin(portail, au="15/05/2026 17:00")
    assert suite.relancer(portail) == 1


def test_une_inscription_reportee_ne_se_reporte_pas_une_seconde_fois(portail: Portail, lille: int) -> None:
    publier_juin(portail, du="03/11/2025 09:00")
    centres.offrir(lille, JUIN, {"E1": 2})
    neuve = centres.reporter(portail, soumettre(portail))
    lui = membre(portail, lille)
    agir(portail, lui, neuve, "prevalider")
    agir(portail, lui, neuve, "inscrire")
    with pytest.raises(TransitionImpossible, match="qu'une fois"):
        prendre_soi_meme(portail, neuve, "demander_report")
    assert relire(neuve).etat == "inscrite"


def test_une_inscription_reportee_puis_refusee_garde_son_origine(portail: Portail, lille: int) -> None:
    """What was paid once is not paid again because a centre is full."""
    publier_juin(portail, du="03/11/2025 09:00")
    for code in ("LENS", "ARRAS"):
        centres.centre(code, slug=JUIN, places={"E1": 2})
    neuve = centres.reporter(portail, soumettre(portail), "ARRAS")
    agir(portail, union(portail), neuve, "refuser", MOTIF)
    derniere = reprendre(portail, neuve, "LENS")
    assert relire(derniere).origine == "accorder_report"
    assert agir(portail, membre(portail, relire(derniere).centre_id), derniere, "prevalider") == "Réglée"


def test_une_suite_qui_ne_s_ouvre_pas_n_arrete_pas_les_autres(
    portail: Portail, reportee: Candidature, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    autre, gatee, copier = mener(portail, "reportee", soumettre(portail)), reportee.id, suite.copier
    publier_juin(portail)

    def echouer(p: Portail, ancienne: Candidature, *reste: Any) -> Candidature | None:
        if ancienne.id == gatee:
            raise LookupError
        return copier(p, ancienne, *reste)

    monkeypatch.setattr(suite, "copier", echouer)
    assert suite.relancer(portail) == 1
    assert (suite_de(reportee), relire(reportee).suite) == (None, "accorder_report")
    assert suite_de(autre) is not None
    assert f"candidature {gatee}" in caplog.text


def test_seules_celles_qui_attendent_sont_relues(portail: Portail, lille: int) -> None:
    refuser(portail, soumettre(portail))
    mener(portail, "inscrite", soumettre(portail))
    assert db.session.scalars(select(Candidature.suite).where(Candidature.suite.is_not(None))).all() == []
