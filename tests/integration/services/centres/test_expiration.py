"""72 working hours to pay: counted where the centre is, over at the very instant, told once to each side."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.limite import dit
from portal.services.echeance import franchir_les_echues
from portal.services.portail import Portail
from portal.services.transition import EtatDepasse
from portal.tables import Candidature, Evenement
from portal.worker import balayer
from tests import centres
from tests.centres import (
    agir,
    courriels,
    ensemble,
    membre,
    mener,
    natures,
    payer,
    prises,
    relire,
    soumettre,
    suite_de,
)

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def due(portail: Portail, lille: int) -> Candidature:
    return mener(portail, "prevalidee", soumettre(portail))


def echeance(candidature: Candidature) -> datetime:
    trouvee = relire(candidature).echeance_le
    assert trouvee is not None
    return trouvee


# Good Friday and 26 December are holidays of Alsace and Moselle, 20 December is one of La Réunion.
@pytest.mark.parametrize(
    ("feries", "departement", "depart", "attendue"),
    [
        ("metropole", "57", "2025-12-23 10:00", "2025-12-29 10:00"),
        ("57", "59", "2025-12-23 10:00", "2025-12-30 10:00"),
        ("centre", "57", "2025-12-23 10:00", "2025-12-30 10:00"),
        ("centre", "59", "2025-12-23 10:00", "2025-12-29 10:00"),
        ("centre", "974", "2024-12-19 10:00", "2024-12-26 10:00"),
        ("centre", "59", "2024-12-19 10:00", "2024-12-24 10:00"),
        ("centre", "59", "2026-03-27 12:00", "2026-04-01 12:00"),  # clocks change inside
        ("centre", "59", "2026-04-30 16:30", "2026-05-06 16:30"),
    ],
)
def test_l_echeance_compte_les_jours_ouvres_du_lieu(
    portail: Portail, horloge: HorlogeReglable, feries: str, departement: str, depart: str, attendue: str
) -> None:
    part, fin = (datetime.fromisoformat(un).replace(tzinfo=PARIS) for un in (depart, attendue))
    annonce = f"juin {part.year + 1 if part.month > 8 else part.year}"
    fenetre = {
        "du": f"{part - timedelta(days=20):%d/%m/%Y} 09:00",
        "au": f"{part + timedelta(days=20):%d/%m/%Y} 17:00",
    }
    slug = centres.publier(portail, "ailleurs", annonce, feries=feries, **fenetre)
    centres.centre(slug=slug, departement=departement, habilite_du=date(2024, 1, 1))
    horloge.regler(part.astimezone(UTC))
    candidature = mener(
        portail, "prevalidee", soumettre(portail, slug=slug, departement_epreuves=departement)
    )
    assert echeance(candidature) == fin
    assert dit(fin, PARIS) in courriels(candidature, "prevalider")[0].texte


def test_le_delai_finit_a_l_instant_et_pas_avant(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    fin = echeance(due)
    horloge.regler(fin - timedelta(microseconds=1))
    assert franchir_les_echues(portail) == 0
    horloge.regler(fin)
    assert franchir_les_echues(portail) == 1
    assert franchir_les_echues(portail) == 0
    lue = relire(due)
    assert (lue.etat, lue.phase, lue.echeance, lue.echeance_le) == ("expiree", "ecartee", None, None)


def test_le_journal_dit_l_instant_du_et_non_celui_du_balayage(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    fin = echeance(due)
    horloge.regler(fin + timedelta(days=2, minutes=7))
    balayer(portail)
    fait = db.session.scalars(select(Evenement).filter_by(nature="expirer")).one()
    assert (fait.le, fait.compte_id, fait.de, fait.vers) == (fin, None, "prevalidee", "expiree")


def test_deux_ouvriers_a_la_fois_n_expirent_qu_une_fois(
    app: Flask, portail: Portail, lille: int, horloge: HorlogeReglable
) -> None:
    dues = [mener(portail, "prevalidee", soumettre(portail)) for _ in range(3)]
    horloge.regler(echeance(dues[0]))
    rendus = ensemble(app, *[lambda: franchir_les_echues(portail)] * 2)
    assert sum(rendus) == len(dues)
    assert prises(lille) == {"E1": 0, "E2": 0}
    for une in dues:
        assert natures(une).count("expirer") == 1
        candidat, centre = courriels(une, "expirer")
        assert (candidat.destinataire, centre.destinataire) == (
            relire(une).candidat.compte.courriel,
            "lille@example.org",
        )
        assert suite_de(une) is not None


def test_un_reglement_partiel_garde_la_place(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    payer(portail, due, 20)
    horloge.regler(echeance(due))
    assert franchir_les_echues(portail) == 0
    assert relire(due).etat == "prevalidee"
    payer(portail, due)
    assert relire(due).etat == "reglee"


def test_ce_qui_est_regle_n_expire_plus(portail: Portail, due: Candidature, horloge: HorlogeReglable) -> None:
    fin = echeance(due)
    payer(portail, due)
    horloge.regler(fin + timedelta(days=30))
    assert franchir_les_echues(portail) == 0
    assert relire(due).etat == "reglee"


def test_apres_l_expiration_plus_rien_ne_se_fait_de_cette_demande(
    portail: Portail, lille: int, due: Candidature, horloge: HorlogeReglable
) -> None:
    lui = membre(portail, lille)
    horloge.regler(echeance(due))
    franchir_les_echues(portail)
    with pytest.raises(EtatDepasse, match="Expirée"):
        agir(portail, lui, due, "prevalider", etat="soumise")
    for code in ("prevalider", "refuser", "inscrire"):
        with pytest.raises(TransitionImpossible):
            agir(portail, lui, due, code, centres.MOTIF)
    with pytest.raises(TransitionImpossible, match="Aucun règlement n’est attendu"):
        payer(portail, due, 50)
    assert prises(lille) == {"E1": 0, "E2": 0}


def test_un_reglement_et_l_expiration_a_la_fois_un_seul_l_emporte(
    app: Flask, portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    lui = membre(portail, relire(due).centre_id)
    horloge.regler(echeance(due))
    paye, expirees = ensemble(
        app, lambda: payer(portail, due, agent=lui), lambda: franchir_les_echues(portail)
    )
    etat = relire(due).etat
    assert etat == ("expiree" if expirees else "reglee")
    assert isinstance(paye, TransitionImpossible) == bool(expirees)
    assert centres.regle(due) == (0 if expirees else centres.FRAIS)


def test_une_demande_expiree_apres_la_cloture_n_ouvre_rien(
    portail: Portail, lille: int, horloge: HorlogeReglable
) -> None:
    horloge.regler(datetime(2025, 12, 18, 15, tzinfo=UTC))
    candidature = mener(portail, "prevalidee", soumettre(portail))
    horloge.regler(echeance(candidature))
    assert franchir_les_echues(portail) == 1
    assert suite_de(candidature) is None


def test_une_candidature_illisible_n_arrete_pas_les_autres(
    portail: Portail, lille: int, horloge: HorlogeReglable, caplog: pytest.LogCaptureFixture
) -> None:
    gatee, saine = (mener(portail, "prevalidee", soumettre(portail)) for _ in range(2))
    horloge.regler(echeance(saine))
    with ecriture() as s:
        s.execute(update(Candidature).where(Candidature.id == gatee.id).values(slug="national/disparu"))
    assert franchir_les_echues(portail) == 1
    assert (relire(gatee).etat, relire(saine).etat) == ("prevalidee", "expiree")
    assert f"candidature {gatee.id}" in caplog.text
