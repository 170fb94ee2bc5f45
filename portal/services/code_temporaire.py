"""Codes that change with time: the step that a code belongs to, and what an application must know."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

import pyotp

from portal.adapters import coffre
from portal.domain.second_facteur import FENETRE, PAS_S
from portal.services.portail import Portail

# RFC 4226, 4: a secret of 160 bits.
LONGUEUR = 20


def pas_actuel(maintenant: datetime) -> int:
    """Return the step that an instant (aware) belongs to."""
    return int(maintenant.timestamp()) // PAS_S


def code_au_pas(secret: str, pas: int) -> str:
    """Return the six digits of a step. `secret` is in base 32."""
    return pyotp.TOTP(secret, interval=PAS_S).at(pas * PAS_S)


def pas_du_code(secret: str, code: str, maintenant: datetime) -> int | None:
    """Return the step whose code this is, within the window around now; None when it is no code of it.

    Every step is compared, and each in constant time: the time of the answer tells nothing.
    """
    actuel, trouve = pas_actuel(maintenant), None
    for pas in range(actuel - FENETRE, actuel + FENETRE + 1):
        if hmac.compare_digest(code_au_pas(secret, pas), code):
            trouve = pas
    return trouve


def secret_propose(portail: Portail, compte_id: int, jeton_connexion: str, precedent: str) -> str:
    """Return the secret proposed to one connexion, in base 32; nothing is stored before it is confirmed.

    It is derived from the secret of the cookie: another connexion of the same account is proposed
    another one, so that who only knows the password cannot prepare the telephone of who comes next.
    `precedent` is what the account has now: after it changes, another secret is proposed.
    """
    sujet = f"second-facteur/propose/{compte_id}/{jeton_connexion}/{precedent}"
    octets = coffre.deriver(portail.config.secret_key, sujet)[:LONGUEUR]
    return base64.b32encode(octets).decode()


def adresse_otpauth(portail: Portail, secret: str, courriel: str) -> str:
    """Return the otpauth:// address that the QR code says to the application."""
    nom = portail.config.nom_portail
    return pyotp.TOTP(secret, interval=PAS_S).provisioning_uri(name=courriel, issuer_name=nom)


def sceller(portail: Portail, compte_id: int, secret: str) -> str:
    """Return a secret as the database keeps it."""
    return coffre.sceller(portail.config.secret_key, _sujet(compte_id), secret)


def desceller(portail: Portail, compte_id: int, scelle: str) -> str:
    """Return a secret that was sealed for this account. Raises CoffreIllisible."""
    return coffre.desceller(portail.config.secret_key, _sujet(compte_id), scelle)


def _sujet(compte_id: int) -> str:
    return f"second-facteur/{compte_id}"
