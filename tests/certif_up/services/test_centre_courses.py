"""Two members of a centre at the same instant: one decision holds, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from flask import Flask

from portal.adapters.horloge import HorlogeReglable
from portal.domain.paiement import PaiementDepasse, Saisie
from portal.domain.places import PlusDePlace
from portal.domain.refus import Refus
from portal.services import paiement
from portal.services.portail import Portail
from portal.services.transition import EtatDepasse
from tests.certif_up import centres
from tests.certif_up.candidats import OUVERT


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def ensemble(app: Flask, *gestes: Callable[[], object]) -> list[object]:
    """Do each in a thread of its own, all at once; return what each gave, its refusal if it was refused."""
    depart, issues = Barrier(len(gestes)), []

    def faire(geste: Callable[[], object]) -> None:
        with app.app_context():
            depart.wait(10)
            try:
                issues.append(geste())
            except Refus as refus:
                issues.append(type(refus))

    fils = [Thread(target=faire, args=(geste,)) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return issues


def test_pre_valider_et_refuser_en_meme_temps_une_seule_decision_tient(portail: Portail, app: Flask) -> None:
    ici = centres.centre(portail)
    un, autre, cle = centres.membre(portail, ici), centres.membre(portail, ici), centres.soumettre(portail)
    issues = ensemble(
        app,
        lambda: centres.agir(portail, un, cle),
        lambda: centres.agir(portail, autre, cle, "refuser", motif="Plus de place."),
    )
    assert EtatDepasse in issues
    etat = centres.lire(cle).etat
    assert {"prevalidee": "Pré-validée", "refusee": "Refusée"}[etat] in issues
    assert centres.prises(ici)["E1"] == (1 if etat == "prevalidee" else 0)


def test_la_derniere_place_n_a_qu_un_preneur(portail: Portail, app: Flask) -> None:
    ici = centres.centre(portail, places={"E1": 1})
    agent = centres.membre(portail, ici)
    premiere, seconde = centres.soumettre(portail), centres.soumettre(portail)
    issues = ensemble(
        app,
        lambda: centres.agir(portail, agent, premiere),
        lambda: centres.agir(portail, agent, seconde),
    )
    assert sorted(map(str, issues)) == sorted(["Pré-validée", str(PlusDePlace)])
    assert centres.prises(ici) == {"E1": 1}


def test_le_meme_reglement_ecrit_deux_fois_en_meme_temps_ne_compte_qu_une_fois(
    portail: Portail, app: Flask
) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    cle = centres.soumettre(portail, ("E1", "E2"))
    centres.agir(portail, agent, cle)
    saisie = Saisie(Decimal(50), "cheque", date(2026, 11, 10), "", Decimal(100))
    issues = ensemble(app, *(lambda: paiement.enregistrer(portail, agent, cle, saisie) for _ in range(2)))
    assert PaiementDepasse in issues
    assert centres.lire(cle).etat == "prevalidee"
