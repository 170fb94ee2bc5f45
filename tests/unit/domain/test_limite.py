"""Deadlines are said with the zone whose clock they follow, Paris beside it, and midnight by its last day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.limite import avant, dit, nom_fuseau

PARIS, MARTINIQUE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Martinique")


def test_une_limite_a_une_heure_est_dite_avec_son_heure() -> None:
    fin = datetime(2025, 11, 19, 16, 0, tzinfo=UTC)
    assert avant(fin, PARIS) == (
        "avant le mercredi 19 novembre 2025 à 17\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00 (heure de Paris)"
    )


def test_une_limite_a_minuit_est_dite_par_son_dernier_jour() -> None:
    fin = datetime(2022, 3, 22, 4, 0, tzinfo=UTC)
    assert avant(fin, MARTINIQUE) == "jusqu’au lundi 21 mars 2022 inclus (heure de la Martinique)"
    assert "à 5" in avant(fin, PARIS)


def test_une_heure_d_outre_mer_est_suivie_de_celle_de_paris() -> None:
    phrase = dit(datetime(2022, 2, 14, 19, 30, tzinfo=UTC), MARTINIQUE).replace("\N{NO-BREAK SPACE}", " ")
    assert phrase == "lundi 14 février 2022 à 15 h 30 (heure de la Martinique, soit 20 h 30 à Paris)"


def test_l_heure_de_paris_donne_aussi_son_jour_quand_il_change() -> None:
    phrase = dit(datetime(2022, 2, 15, 2, 0, tzinfo=UTC), MARTINIQUE).replace("\N{NO-BREAK SPACE}", " ")
    assert phrase.endswith("soit le mardi 15 février 2022 3 h 00 à Paris)")


@pytest.mark.parametrize(
    ("zone", "nom"),
    [
        ("Europe/Paris", "heure de Paris"),
        ("Indian/Reunion", "heure de La Réunion"),
        ("Europe/Berlin", "heure de Berlin"),
    ],
)
def test_le_nom_d_une_heure_a_son_article(zone: str, nom: str) -> None:
    assert nom_fuseau(ZoneInfo(zone)) == nom
