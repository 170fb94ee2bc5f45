"""Sessions that follow one another: one is open and one follows, whatever the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.calendrier import Periode
from portal.domain.langage.decalage import decaler_session, deplacer
from portal.domain.langage.serie import Seance, decalages

PARIS = ZoneInfo("Europe/Paris")


def periode(du: date, au: date) -> Periode:
    debut, fin = (datetime(jour.year, jour.month, jour.day, 9, tzinfo=PARIS) for jour in (du, au))
    return Periode(debut.astimezone(UTC), fin.astimezone(UTC), PARIS)


ANCIENNE = periode(date(2022, 3, 14), date(2022, 5, 6))
JANVIER = periode(date(2026, 11, 2), date(2026, 12, 18))
JUIN = periode(date(2027, 3, 15), date(2027, 5, 7))
TOUTES = (ANCIENNE, JANVIER, JUIN)
DEPART = datetime(2026, 6, 1, 10, tzinfo=UTC)


def montrees(jours: tuple[int | None, ...]) -> list[Periode]:
    """What candidates see: the sessions as they are dated, and the copies."""
    copies = [deplacer(une, d) for une, d in zip(TOUTES, jours, strict=True) if d is not None]
    return [*TOUTES, *copies]


def test_rien_n_est_copie_quand_une_session_est_ouverte_et_qu_une_autre_suit() -> None:
    seances = [Seance(une) for une in TOUTES]
    assert decalages(seances, datetime(2026, 11, 30, 10, tzinfo=UTC)) == (None, None, None)


@pytest.mark.parametrize("jour", range(0, 1100, 13))
def test_une_session_est_ouverte_et_une_autre_suit_quel_que_soit_le_jour(jour: int) -> None:
    maintenant = DEPART + timedelta(days=jour)
    etats = [p.etat(maintenant) for p in montrees(decalages([Seance(une) for une in TOUTES], maintenant))]
    assert etats.count("ouverte") == 1
    assert "a_venir" in etats


def test_un_portail_qui_dure_garde_ses_copies_jusqu_a_leur_fin() -> None:
    gardes: tuple[int | None, ...] = (None, None, None)
    for jour in range(0, 1500, 7):
        maintenant = DEPART + timedelta(days=jour)
        avant = gardes
        voulus = decalages([Seance(*une) for une in zip(TOUTES, gardes, strict=True)], maintenant)
        gardes = tuple(
            ancien if nouveau is None else nouveau for ancien, nouveau in zip(avant, voulus, strict=True)
        )
        for une, ancien, nouveau in zip(TOUTES, avant, gardes, strict=True):
            if ancien is not None and nouveau != ancien:
                assert deplacer(une, ancien).etat(maintenant) == "fermee"
        etats = [p.etat(maintenant) for p in montrees(gardes)]
        assert "ouverte" in etats
        assert "a_venir" in etats


def test_une_serie_d_une_seule_session_est_ouverte_et_rien_ne_suit() -> None:
    (jours,) = decalages([Seance(JANVIER)], datetime(2027, 9, 1, 10, tzinfo=UTC))
    assert jours is not None
    assert deplacer(JANVIER, jours).etat(datetime(2027, 9, 1, 10, tzinfo=UTC)) == "ouverte"


@pytest.mark.parametrize(("session_examen", "jours", "attendue"), [
    ("janvier 2027", 76, "avril 2027"), ("Juin 2027", 364, "juin 2028"), ("2026", 400, "2027"),
])  # fmt: skip
def test_le_mois_de_la_session_suit_aussi(session_examen: str, jours: int, attendue: str) -> None:
    assert decaler_session(session_examen, jours, mois_aussi=True) == attendue
