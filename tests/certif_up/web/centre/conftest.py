"""A centre that offers E1 (three places) and E2 (two), and a member of it who is logged in."""

from __future__ import annotations

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Compte
from tests.certif_up import centres
from tests.certif_up.candidats import OUVERT
from tests.client import ClientMaison


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


@pytest.fixture
def ici(portail: Portail) -> int:
    return centres.centre(portail)


@pytest.fixture
def membre(client: ClientMaison, ici: int) -> Compte:
    compte = centres.compte_membre(ici)
    client.connecter(compte)
    return db.session.get_one(Compte, compte.id)
