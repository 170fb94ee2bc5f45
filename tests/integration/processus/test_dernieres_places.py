"""Several processes take the last places of a centre, and one dies with a place in its hand."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import plugin_manager
from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.config import Config
from portal.db import db, ecriture
from portal.domain.places import PlusDePlace
from portal.services import places, transition
from portal.services.perimetre import agent_de
from portal.services.portail import Portail
from portal.tables import Candidature
from tests import centres, fabriques
from tests.conftest import MIDI

PROCESSUS, DEMANDES, PLACES = 3, 10, 4


def ouvrir(adresse: str, dossier: str) -> Flask:
    from portal.app import create_app

    config = Config(
        mode="test",
        secret_key="un secret qui ne sert qu'aux tests et à rien d'autre",
        database_url=adresse,
        data_dir=Path(dossier),
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )
    return create_app(
        config, horloge=HorlogeReglable(MIDI), courrier=CourrierMemoire(), reveil=lambda: None,
        extensions=plugin_manager.charger(()),
    )  # fmt: skip


def pre_valider(adresse: str, dossier: str, compte_id: int, cles: list[str], depart: Any, recus: Any) -> None:
    """Press « Pré-valider » of each request, all processes at the same moment."""
    app = ouvrir(adresse, dossier)
    with app.app_context():
        portail = app.extensions["portail"]
        lui = agent_de(portail, compte_id)
        depart.wait(60)
        for cle in cles:
            try:
                transition.agir(portail, lui, cle, "prevalider", "", "soumise", {})
                recus.put("prise")
            except PlusDePlace:
                recus.put("complet")
        db.session.remove()
        db.engine.dispose()


@pytest.mark.deux_bases
def test_plusieurs_processus_ne_prennent_que_les_places_qui_restent(
    portail: Portail, base: str, tmp_path: Path
) -> None:
    centres.publier(portail)
    lille = centres.centre(places={"E1": PLACES, "E2": DEMANDES})
    candidats = [fabriques.candidat() for _ in range(DEMANDES)]
    demandes = [centres.soumettre(portail, un, epreuves=("E1", "E2")) for un in candidats]
    lui, cles = centres.membre(portail, lille).compte_id, [une.cle for une in demandes]
    db.session.remove()
    contexte = multiprocessing.get_context("spawn")
    depart, recus = contexte.Barrier(PROCESSUS), contexte.Queue()
    parts = [cles[rang::PROCESSUS] for rang in range(PROCESSUS)]
    tous = [
        contexte.Process(target=pre_valider, args=(base, str(tmp_path), lui, part, depart, recus))
        for part in parts
    ]
    for processus in tous:
        processus.start()
    rendus = Counter(recus.get(timeout=120) for _ in range(DEMANDES))
    for processus in tous:
        processus.join(60)
    assert [processus.exitcode for processus in tous] == [0] * PROCESSUS
    assert rendus == {"prise": PLACES, "complet": DEMANDES - PLACES}
    assert centres.prises(lille) == {"E1": PLACES, "E2": PLACES}


def mourir_une_place_en_main(adresse: str, dossier: str, candidature_id: int, centre_id: int) -> None:
    app = ouvrir(adresse, dossier)
    with app.app_context(), ecriture():
        candidature = db.session.get_one(Candidature, candidature_id)
        assert places.prendre_une(centre_id, candidature.slug, "E1") is not None
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.deux_bases
def test_un_processus_tue_en_prenant_une_place_ne_la_garde_pas(
    portail: Portail, base: str, tmp_path: Path
) -> None:
    centres.publier(portail)
    lille = centres.centre(places={"E1": 1})
    identifiant = centres.soumettre(portail).id
    db.session.remove()
    victime = multiprocessing.get_context("spawn").Process(
        target=mourir_une_place_en_main, args=(base, str(tmp_path), identifiant, lille)
    )
    victime.start()
    victime.join(60)
    assert victime.exitcode == -signal.SIGKILL
    assert centres.prises(lille) == {"E1": 0}
    centres.mener(portail, "prevalidee", db.session.get_one(Candidature, identifiant))
    assert centres.prises(lille) == {"E1": 1}
