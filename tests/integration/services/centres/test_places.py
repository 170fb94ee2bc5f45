"""Places: one for each épreuve or none at all, given back once, and never more than there are."""

from __future__ import annotations

import pytest

from portal.services.portail import Portail
from tests import centres
from tests.centres import agir, membre, mener, prises, relire, soumettre


@pytest.mark.parametrize("etat", list(centres.CHEMINS))
def test_chaque_etat_du_circuit_s_atteint(portail: Portail, lille: int, etat: str) -> None:
    candidature = mener(portail, etat, soumettre(portail, epreuves=("E1", "E2")))
    tenue = etat in ("prevalidee", "reglee", "inscrite", "report_demande")
    assert prises(lille) == {"E1": int(tenue), "E2": int(tenue)}
