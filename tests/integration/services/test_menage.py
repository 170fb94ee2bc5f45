"""What accounts leave behind does not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.compte import IdentifiantsRefuses
from portal.services import menage, mot_de_passe, personnel
from portal.services.portail import Portail
from portal.tables import Connexion, Jeton, Tentative
from tests.integration.services.comptes import ADRESSE, creer_active, entrer


def restent() -> list[int | None]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(t)) for t in (Connexion, Jeton, Tentative)]


def test_connexions_liens_et_compteurs_s_effacent_un_mois_apres(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    creer_active(portail)
    entrer(portail)
    mot_de_passe.demander(portail, ADRESSE)
    horloge.avancer(timedelta(days=29))
    assert menage.ranger(portail) == 2
    assert restent() == [1, 1, 0]
    horloge.avancer(timedelta(days=2))
    assert menage.ranger(portail) == 2
    assert restent() == [0, 0, 0]


def test_un_mot_de_passe_remis_et_oublie_ne_devient_jamais_un_vrai(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    provisoire = personnel.creer(portail, "auteur", "auteur@exemple.fr", "Rectorat")
    horloge.avancer(timedelta(days=60))
    menage.ranger(portail)
    with pytest.raises(IdentifiantsRefuses):
        entrer(portail, "auteur@exemple.fr", provisoire)
