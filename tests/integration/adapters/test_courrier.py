"""Mail against a real SMTP server that accepts, puts off, refuses or is not there."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from portal.adapters.courrier import CourrierRefuse, CourrierSMTP, Lettre
from portal.db import ecriture
from portal.services.courriel import deposer_courriel, envoyer_prochain
from portal.services.portail import Portail

LETTRE = Lettre(
    message_id="<1@portail.invalid>",
    destinataire="elise@example.org",
    objet="Votre inscription est enregistrée",
    texte="Bonjour Élise,\n\nVotre inscription est enregistrée : n° 12.\n",
    html="<p>Bonjour Élise</p>",
    le=datetime(2025, 11, 5, 11, 0, tzinfo=UTC),
)


LIENS = {"lien_connexion": "http://localhost/connexion", "lien_oublie": "http://localhost/oublie"}


class Boite:
    """Answers what it is told to; keeps what it accepts."""

    def __init__(self) -> None:
        self.recus: list[Envelope] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []

    async def handle_RCPT(self, _s: Any, _c: Any, envelope: Envelope, address: str, _o: Any) -> str:
        reponse = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if reponse.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reponse

    async def handle_DATA(self, _s: Any, _c: Any, envelope: Envelope) -> str:
        reponse = self.data.pop(0) if self.data else "250 OK"
        if reponse.startswith("250"):
            self.recus.append(envelope)
        return reponse


@pytest.fixture
def boite() -> Boite:
    return Boite()


@pytest.fixture
def smtp(boite: Boite) -> Iterator[CourrierSMTP]:
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    serveur = Controller(boite, hostname="127.0.0.1", port=port)
    serveur.start()
    yield CourrierSMTP(f"smtp+clair://127.0.0.1:{port}", "ne-pas-repondre@portail.invalid")
    serveur.stop()


def test_le_message_arrive_en_texte_et_en_html(smtp: CourrierSMTP, boite: Boite) -> None:
    smtp.envoyer(LETTRE)
    (recu,) = boite.recus
    message = message_from_bytes(recu.content, policy=default)
    assert recu.rcpt_tos == ["elise@example.org"]
    assert message["Subject"] == "Votre inscription est enregistrée"
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<1@portail.invalid>", "auto-generated")
    assert "n° 12" in message.get_body(("plain",)).get_content()
    assert "<p>Bonjour Élise</p>" in message.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("ou", "reponse", "definitif"),
    [
        ("rcpt", "451 Try again later", False),
        ("rcpt", "550 No such user", True),
        ("data", "452 Mailbox full", False),
        ("data", "554 Refused", True),
    ],
)
def test_le_code_du_serveur_dit_s_il_faut_reessayer(
    smtp: CourrierSMTP, boite: Boite, ou: str, reponse: str, definitif: bool
) -> None:
    getattr(boite, ou).append(reponse)
    with pytest.raises(CourrierRefuse, match=reponse) as refus:
        smtp.envoyer(LETTRE)
    assert refus.value.definitif is definitif
    smtp.envoyer(LETTRE)
    assert len(boite.recus) == 1


def test_un_serveur_absent_est_reessaye() -> None:
    absent = CourrierSMTP("smtp+clair://127.0.0.1:9", "ne-pas-repondre@portail.invalid")
    with pytest.raises(CourrierRefuse, match="ConnectionRefusedError") as refus:
        absent.envoyer(LETTRE)
    assert refus.value.definitif is False


def test_sans_tls_un_serveur_qui_doit_chiffrer_n_est_pas_utilise(smtp: CourrierSMTP, boite: Boite) -> None:
    chiffre = CourrierSMTP(f"smtp://127.0.0.1:{smtp._port}", "ne-pas-repondre@portail.invalid")
    with pytest.raises(CourrierRefuse, match="STARTTLS"):
        chiffre.envoyer(LETTRE)
    assert boite.recus == []


def test_une_adresse_de_serveur_inconnue_est_refusee() -> None:
    with pytest.raises(ValueError, match="smtps"):
        CourrierSMTP("http://mail.example.org", "a@example.org")


def test_un_entete_sur_deux_lignes_est_refuse() -> None:
    with pytest.raises(ValueError, match="line break"):
        Lettre("<1@x>", "a@example.org\nBcc: b@example.org", "Objet", "", "", LETTRE.le)


@pytest.mark.deux_bases
def test_de_l_ecriture_a_la_boite(portail: Portail, smtp: CourrierSMTP, boite: Boite, horloge: Any) -> None:
    """From the outbox to a mailbox, through a server that first says « later », twice."""
    reel = replace(portail, courrier=smtp)
    boite.rcpt = ["451 later", "451 later"]
    with ecriture():
        deposer_courriel(reel, "compte_existant", "elise@example.org", LIENS)
    for _ in range(3):
        assert envoyer_prochain(reel)
        horloge.avancer(timedelta(hours=1))
    assert not envoyer_prochain(reel)
    assert len(boite.recus) == 1
