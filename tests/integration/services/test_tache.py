"""Jobs: done once in the end, whatever dies on the way."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.bail import DUREE
from portal.services.portail import Portail
from portal.services.tache import DELAIS, ESSAIS_MAX, deposer_tache, executer_prochaine, relancer
from portal.tables.tache import Tache


class Carnet:
    """A job that writes down its charges, and fails or dies as often as it is told to."""

    def __init__(self, *pannes: BaseException) -> None:
        self.faites: list[Mapping[str, Any]] = []
        self.pannes = list(pannes)

    def __call__(self, portail: Portail, charge: Mapping[str, Any]) -> None:
        if self.pannes:
            raise self.pannes.pop(0)
        with ecriture():
            self.faites.append(charge)


def deposer(portail: Portail, cle: str = "a") -> bool:
    with ecriture():
        return deposer_tache(portail, "essai", {"id": 1}, cle)


def ligne() -> Tache:
    db.session.rollback()
    return db.session.scalars(select(Tache)).one()


def test_une_tache_est_faite_une_fois(portail: Portail) -> None:
    carnet = Carnet()
    assert deposer(portail)
    assert not deposer(portail)
    assert executer_prochaine(portail, {"essai": carnet})
    assert not executer_prochaine(portail, {"essai": carnet})
    assert carnet.faites == [{"id": 1}]
    assert ligne().etat == "faite"


def test_une_tache_qui_echoue_est_reprise_plus_tard(portail: Portail, horloge: HorlogeReglable) -> None:
    carnet = Carnet(LookupError("pas encore"))
    deposer(portail)
    assert executer_prochaine(portail, {"essai": carnet})
    assert (ligne().etat, ligne().erreur) == ("prete", "LookupError: pas encore")
    assert not executer_prochaine(portail, {"essai": carnet})
    horloge.avancer(DELAIS[0])
    assert executer_prochaine(portail, {"essai": carnet})
    assert (ligne().etat, ligne().erreur) == ("faite", None)


def test_apres_le_dernier_essai_c_est_un_echec_que_l_on_relance(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    carnet = Carnet(*[LookupError()] * ESSAIS_MAX)
    deposer(portail)
    for _ in range(ESSAIS_MAX):
        assert executer_prochaine(portail, {"essai": carnet})
        horloge.avancer(max(DELAIS))
    assert ligne().etat == "echec"
    assert not executer_prochaine(portail, {"essai": carnet})
    assert relancer(portail, ligne().id)
    assert executer_prochaine(portail, {"essai": carnet})
    assert ligne().etat == "faite"


def test_un_genre_inconnu_est_une_erreur_visible(portail: Portail) -> None:
    deposer(portail)
    assert executer_prochaine(portail, {})
    assert ligne().erreur == "KeyError: 'essai'"


def test_un_processus_mort_est_remplace_a_la_fin_de_son_bail(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    carnet = Carnet(SystemExit())
    deposer(portail)
    with pytest.raises(SystemExit):
        executer_prochaine(portail, {"essai": carnet})
    assert not executer_prochaine(portail, {"essai": carnet})
    horloge.avancer(DUREE)
    assert executer_prochaine(portail, {"essai": carnet})
    assert carnet.faites == [{"id": 1}]
