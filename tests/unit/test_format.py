"""Dates on screen, in the zone of who organises."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.web.format import filtres

CLOTURE = datetime(2025, 11, 19, 16, 0, tzinfo=UTC)
F = filtres(HorlogeReglable(CLOTURE - timedelta(days=2, hours=4)))
I = "\N{NO-BREAK SPACE}"  # noqa: E741 — as short as what it stands for


@pytest.mark.parametrize(
    ("filtre", "valeur", "fuseau", "attendu"),
    [
        ("jour", CLOTURE, (), "19/11/2025"),
        ("jour", date(2025, 1, 2), (), "02/01/2025"),
        ("jour_long", CLOTURE, (), "mercredi 19 novembre 2025"),
        ("jour_long", date(2026, 1, 1), (), "jeudi 1er janvier 2026"),
        ("instant", CLOTURE, (), "19/11/2025 17:00"),
        ("instant", CLOTURE, ("America/Martinique",), "19/11/2025 12:00"),
        ("instant_long", CLOTURE, (), f"mercredi 19 novembre 2025 à 17{I}h{I}00"),
        ("jour", datetime(2025, 11, 19, 23, 30, tzinfo=UTC), (), "20/11/2025"),
        ("duree_restante", CLOTURE, (), f"2{I}jours 4{I}heures"),
    ],
)
def test_une_date_s_ecrit_en_francais(filtre: str, valeur: object, fuseau: tuple[str], attendu: str) -> None:
    assert F[filtre](valeur, *fuseau) == attendu


@pytest.mark.parametrize(
    ("fuseau", "attendu"),
    [
        ("Europe/Paris", "heure de Paris"),
        ("America/Martinique", "heure de la Martinique"),
        ("Indian/Reunion", "heure de La Réunion"),
        ("America/New_York", "heure de New York"),
    ],
)
def test_on_sait_de_quelle_heure_on_parle(fuseau: str, attendu: str) -> None:
    assert F["nom_fuseau"](fuseau) == attendu
