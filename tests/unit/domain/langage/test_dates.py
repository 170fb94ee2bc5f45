"""Dates as clerks write them, in the zone of the modèle."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.langage.dates import (
    ExpressionInstant,
    lire_expression_instant,
    lire_instant,
    lire_jour,
    lire_local,
)

PARIS = ZoneInfo("Europe/Paris")
MARTINIQUE = ZoneInfo("America/Martinique")


@pytest.mark.parametrize(
    ("texte", "fin", "attendu"),
    [
        ("19/11/2025 17:00", False, datetime(2025, 11, 19, 16, tzinfo=UTC)),
        ("19/11/2025 17:00", True, datetime(2025, 11, 19, 16, tzinfo=UTC)),
        ("19/06/2025 17:00", False, datetime(2025, 6, 19, 15, tzinfo=UTC)),
        ("2025-11-19 17:00", False, datetime(2025, 11, 19, 16, tzinfo=UTC)),
        ("2025-11-19T17:00:00", False, datetime(2025, 11, 19, 16, tzinfo=UTC)),
        ("9/1/2025 8:05", False, datetime(2025, 1, 9, 7, 5, tzinfo=UTC)),
        ("19/11/2025", False, datetime(2025, 11, 18, 23, tzinfo=UTC)),
        ("19/11/2025", True, datetime(2025, 11, 19, 23, tzinfo=UTC)),
        ("19/11/2025 23:59", True, datetime(2025, 11, 19, 23, tzinfo=UTC)),
        ("19/11/2025 23:59", False, datetime(2025, 11, 19, 22, 59, tzinfo=UTC)),
        ("31/12/2025", True, datetime(2025, 12, 31, 23, tzinfo=UTC)),
        # The day when clocks go forward has 23 hours: its end is still the midnight of the wall.
        ("30/03/2025", True, datetime(2025, 3, 30, 22, tzinfo=UTC)),
    ],
)
def test_une_date_se_lit_dans_le_fuseau_du_modele(texte, fin, attendu):
    lu = lire_instant(texte, PARIS, fin)
    assert lu == attendu
    assert lu.tzinfo is UTC


def test_la_martinique_a_son_heure():
    assert lire_instant("18/10/2023 08:00", MARTINIQUE, False) == datetime(2023, 10, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("30/03/2025 02:30", "30/03/2025 02:30 n'existe pas : ce jour-là, les horloges avancent d'une heure"),
        (
            "26/10/2025 02:30",
            "26/10/2025 02:30 existe deux fois : ce jour-là, les horloges reculent d'une heure",
        ),
        ("31/02/2025", "n'existe pas dans le calendrier"),
        ("13/13/2025", "n'existe pas dans le calendrier"),
        ("19/11/2025 24:00", "Pour finir à minuit, écrivez le jour seul."),
        ("19/11/2025 17h00", "L'heure s'écrit 17:00."),
        ("19/11/2025 17 h", "L'heure s'écrit 17:00."),
        ("19/11/25", "n'est pas une date. Écrivez par exemple 19/11/2025 17:00"),
        ("19/11/0025", "l'année 25 n'est pas possible"),
        ("2025-11-19T17:00:00Z", "porte son propre décalage horaire"),
        ("2025-11-19T17:00+01:00", "porte son propre décalage horaire"),
        ("demain", "n'est pas une date"),
        ("", "n'est pas une date"),
        ("19/11/٢٠٢٥", "n'est pas une date"),
    ],
)
def test_une_date_impossible_se_dit_en_francais(texte, phrase):
    with pytest.raises(ValueError) as refus:
        lire_instant(texte, PARIS, False)
    assert phrase in str(refus.value)


def test_les_bords_du_changement_d_heure_existent_une_fois():
    assert lire_instant("30/03/2025 03:00", PARIS, False) == datetime(2025, 3, 30, 1, tzinfo=UTC)
    assert lire_instant("26/10/2025 03:00", PARIS, False) == datetime(2025, 10, 26, 2, tzinfo=UTC)


def test_un_jour_n_a_pas_d_heure():
    assert lire_jour("19/11/2025") == date(2025, 11, 19)
    with pytest.raises(ValueError, match="un jour suffit ici, sans l'heure. Écrivez 19/11/2025."):
        lire_jour("19/11/2025 17:00")
    assert lire_local("19/11/2025 17:00") == datetime(2025, 11, 19, 17)  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("cloture", ExpressionInstant("cloture")),
        ("cloture - 3 jours", ExpressionInstant("cloture", "-", "3 jours")),
        ("  cloture  -  3 jours ouvres ", ExpressionInstant("cloture", "-", "3 jours ouvres")),
        ("etats.validee + 72 heures ouvrees", ExpressionInstant("etats.validee", "+", "72 heures ouvrees")),
        ("19/11/2025", ExpressionInstant(date(2025, 11, 19))),
        ("2025-11-19 - 5 ans", ExpressionInstant(date(2025, 11, 19), "-", "5 ans")),
        ("date-limite - 1 an", ExpressionInstant("date-limite", "-", "1 an")),
        ("EP1.le", ExpressionInstant("EP1.le")),
    ],
)
def test_un_instant_est_un_repere_plus_ou_moins_une_duree(texte, attendu):
    assert lire_expression_instant(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("cloture-3 jours", "Écrivez « cloture - 3 jours »."),
        ("cloture -3 jours", "Écrivez « cloture - 3 jours »."),
        ("clôture", "n'est ni une date ni un repère"),
        ("cloture -", "n'est ni une date ni un repère"),
        ("31/02/2025 + 1 an", "n'existe pas dans le calendrier"),
        ("", "il manque une date ou un repère"),
    ],
)
def test_un_instant_mal_ecrit_se_dit_en_francais(texte, phrase):
    with pytest.raises(ValueError) as refus:
        lire_expression_instant(texte)
    assert phrase in str(refus.value)
