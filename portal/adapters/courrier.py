"""How mail leaves: SMTP, a demonstration that accepts everything, a memory for tests."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as POLITIQUE
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

DELAI_S = 30
PORTS = {"smtp": 587, "smtps": 465, "smtp+clair": 25}


@dataclass(frozen=True)
class Lettre:
    """One mail ready to leave. `le` is the instant it was decided, aware."""

    message_id: str
    destinataire: str
    objet: str
    texte: str
    html: str
    le: datetime

    def __post_init__(self) -> None:
        for entete in (self.message_id, self.destinataire, self.objet):
            if any(caractere in entete for caractere in "\r\n\0"):
                raise ValueError("a mail header holds a line break")


class CourrierRefuse(Exception):
    """The mail did not leave. `definitif`: trying again would say the same."""

    def __init__(self, message: str, *, definitif: bool) -> None:
        super().__init__(message)
        self.definitif = definitif


class Courrier(Protocol):
    def envoyer(self, lettre: Lettre) -> None:
        """Hand a mail over. Raises CourrierRefuse."""
        ...


class CourrierSMTP:
    """A real server: `smtps://` (TLS), `smtp://` (STARTTLS demanded), `smtp+clair://` (no TLS, local)."""

    def __init__(self, adresse: str, expediteur: str) -> None:
        url = urlsplit(adresse)
        if url.scheme not in PORTS or not url.hostname:
            raise ValueError(f"SMTP address {url.scheme}://…: wanted one of {', '.join(PORTS)}")
        self._schema, self._hote = url.scheme, url.hostname
        self._port = url.port or PORTS[url.scheme]
        self._identifiants = (unquote(url.username), unquote(url.password or "")) if url.username else None
        self._expediteur = expediteur

    def envoyer(self, lettre: Lettre) -> None:
        try:
            with self._serveur() as serveur:
                serveur.send_message(composer(lettre, self._expediteur))
        except smtplib.SMTPRecipientsRefused as refus:
            code, texte = next(iter(refus.recipients.values()))
            raise _refus(code, texte) from refus
        except smtplib.SMTPDataError as refus:
            raise _refus(refus.smtp_code, refus.smtp_error) from refus
        except (OSError, smtplib.SMTPException) as panne:
            # The server, not this mail: even a 5xx (wrong password) is put right by somebody.
            raise CourrierRefuse(f"{type(panne).__name__}: {panne}", definitif=False) from panne

    @contextmanager
    def _serveur(self) -> Iterator[smtplib.SMTP]:
        tls = ssl.create_default_context()
        if self._schema == "smtps":
            serveur: smtplib.SMTP = smtplib.SMTP_SSL(self._hote, self._port, timeout=DELAI_S, context=tls)
        else:
            serveur = smtplib.SMTP(self._hote, self._port, timeout=DELAI_S)
        with serveur:
            if self._schema == "smtp":
                serveur.starttls(context=tls)
            if self._identifiants:
                serveur.login(*self._identifiants)
            yield serveur


class CourrierDemonstration:
    """Accepts everything and sends nothing: the demonstration shows the outbox instead."""

    def envoyer(self, lettre: Lettre) -> None:
        composer(lettre, "demonstration@portail.invalid")


class CourrierMemoire:
    """Keeps what it is given; the refusals in `refus` are raised first, one a mail."""

    def __init__(self) -> None:
        self.envoyees: list[Lettre] = []
        self.refus: list[CourrierRefuse] = []

    def envoyer(self, lettre: Lettre) -> None:
        if self.refus:
            raise self.refus.pop(0)
        composer(lettre, "tests@portail.invalid")
        self.envoyees.append(lettre)


def composer(lettre: Lettre, expediteur: str) -> EmailMessage:
    """Make the MIME message: plain text first, HTML made from the same text."""
    message = EmailMessage(policy=POLITIQUE)
    message["From"], message["To"], message["Subject"] = expediteur, lettre.destinataire, lettre.objet
    message["Message-ID"], message["Date"] = lettre.message_id, format_datetime(lettre.le)
    message["Auto-Submitted"], message["Content-Language"] = "auto-generated", "fr"
    message.set_content(lettre.texte)
    message.add_alternative(lettre.html, subtype="html")
    return message


def _refus(code: int, texte: bytes | str) -> CourrierRefuse:
    lisible = texte.decode("utf-8", "replace") if isinstance(texte, bytes) else texte
    return CourrierRefuse(f"{code} {lisible}", definitif=500 <= code < 600)
