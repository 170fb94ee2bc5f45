from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.ouverture import annoncer, phrase_fermeture
from tests.unit.domain.entrees import PARIS, EntreeEssai

FERMETURE = datetime(2025, 11, 19, 16, tzinfo=UTC)  # 17 h in Paris
H = "\u00a0h"


@pytest.mark.parametrize(
    ("avant", "attendu"),
    [
        (timedelta(hours=2), f"ferme aujourd’hui à 17{H}"),
        (timedelta(hours=20), f"ferme demain à 17{H}"),
        (timedelta(days=3), "ferme dans 3 jours"),
        (timedelta(days=7), "ferme dans 7 jours"),
        (timedelta(days=8), f"jusqu'au 19 novembre, 17{H}"),
    ],
)
def test_la_fermeture_se_dit_selon_son_urgence(avant: timedelta, attendu: str) -> None:
    assert phrase_fermeture(FERMETURE, FERMETURE - avant, PARIS) == attendu


def test_les_minutes_se_disent_quand_il_y_en_a() -> None:
    fermeture = FERMETURE.replace(minute=30)
    assert phrase_fermeture(fermeture, FERMETURE - timedelta(days=10), PARIS).endswith("17\u00a0h\u00a030")


def test_le_plus_urgent_vient_d_abord_et_le_ferme_disparait() -> None:
    maintenant = FERMETURE - timedelta(days=2)
    bientot = EntreeEssai("a")
    tard = EntreeEssai("b", fermeture=FERMETURE + timedelta(days=30))
    futur = EntreeEssai("c", ouverture=FERMETURE, fermeture=FERMETURE + timedelta(days=60))
    ferme = EntreeEssai("d", fermeture=maintenant)
    annonces = annoncer([futur, tard, ferme, bientot], maintenant)
    assert [(une.entree.slug, une.ton) for une in annonces] == [("a", "ambre"), ("b", "vert"), ("c", "gris")]
    assert annonces[2].badge == "ouvre le 19 novembre"
    assert (annonces[0].jour, annonces[0].mois) == ("19", "nov.")


def test_la_liste_est_bornee() -> None:
    assert (
        len(annoncer([EntreeEssai(str(n)) for n in range(9)], FERMETURE - timedelta(days=1), au_plus=4)) == 4
    )
