"""The mails of an operation through a real SMTP server that puts off, refuses, or is not there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from portal.adapters.courrier import CourrierSMTP
from portal.adapters.horloge import HorlogeReglable
from portal.services import courriel, operation
from portal.services.operations import lecture
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.worker import travailler
from tests.integration.services.envois import agent, inscriptions, mails, une


class Serveur:
    """Answers RCPT with what it is told to, once each, then accepts; keeps what it accepted."""

    def __init__(self) -> None:
        self.reponses: list[str] = []
        self.recus: list[str] = []

    async def handle_RCPT(self, _s: Any, _c: Any, envelope: Envelope, adresse: str, _o: Any) -> str:
        reponse = self.reponses.pop(0) if self.reponses else "250 OK"
        if reponse.startswith("250"):
            envelope.rcpt_tos.append(adresse)
        return reponse

    async def handle_DATA(self, _s: Any, _c: Any, envelope: Envelope) -> str:
        self.recus += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def serveur() -> Serveur:
    return Serveur()


@pytest.fixture
def smtp(serveur: Serveur) -> Iterator[CourrierSMTP]:
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    ecoute = Controller(serveur, hostname="127.0.0.1", port=port)
    ecoute.start()
    yield CourrierSMTP(f"smtp+clair://127.0.0.1:{port}", "ne-pas-repondre@portail.invalid")
    ecoute.stop()


@pytest.fixture
def lui(portail: Portail) -> AgentEnPoste:
    return agent(portail)


def relancer_deux(portail: Portail, lui: AgentEnPoste) -> str:
    """Prepare two relances and start them; the mails of the inscription left before."""
    cles = inscriptions(portail, 2)
    travailler(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    operation.lancer(portail, lui, cle)
    return cle


def etats(portail: Portail, lui: AgentEnPoste, cle: str) -> dict[str, int]:
    return dict(lecture.suivre(portail, lui, une(cle)).courriels)


def test_un_451_est_reessaye_et_chacun_recoit_un_mail(
    portail: Portail, lui: AgentEnPoste, smtp: CourrierSMTP, serveur: Serveur, horloge: HorlogeReglable
) -> None:
    cle = relancer_deux(portail, lui)
    reel = replace(portail, courrier=smtp)
    serveur.reponses = ["451 later"]
    travailler(reel)
    assert etats(portail, lui, cle) == {"a_reessayer": 1, "envoye": 1}
    horloge.avancer(timedelta(hours=1))
    travailler(reel)
    assert etats(portail, lui, cle) == {"envoye": 2}
    assert len(serveur.recus) == len(set(serveur.recus)) == 2


def test_un_550_se_voit_et_ne_bloque_pas_les_autres(
    portail: Portail, lui: AgentEnPoste, smtp: CourrierSMTP, serveur: Serveur
) -> None:
    cle = relancer_deux(portail, lui)
    serveur.reponses = ["550 no such user"]
    travailler(replace(portail, courrier=smtp))
    assert une(cle).etat == "terminee"
    assert etats(portail, lui, cle) == {"echec": 1, "envoye": 1}
    [refuse] = [mail for mail in mails("relance") if mail.etat == "echec"]
    assert "550" in (refuse.erreur or "")
    assert courriel.relancer(portail, refuse.id)
    travailler(replace(portail, courrier=smtp))
    assert etats(portail, lui, cle) == {"envoye": 2}


def test_un_serveur_mort_ne_perd_rien(
    portail: Portail, lui: AgentEnPoste, smtp: CourrierSMTP, serveur: Serveur, horloge: HorlogeReglable
) -> None:
    cle = relancer_deux(portail, lui)
    mort = CourrierSMTP("smtp+clair://127.0.0.1:9", "ne-pas-repondre@portail.invalid")
    travailler(replace(portail, courrier=mort))
    assert une(cle).etat == "terminee", "what was decided is done; only the mails wait"
    assert etats(portail, lui, cle) == {"a_reessayer": 2}
    assert all("ConnectionRefusedError" in (mail.erreur or "") for mail in mails("relance"))
    horloge.avancer(timedelta(hours=1))
    travailler(replace(portail, courrier=smtp))
    assert etats(portail, lui, cle) == {"envoye": 2}
    assert len(serveur.recus) == 2
