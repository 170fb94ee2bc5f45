"""Seals what the database must not tell whoever reads a copy of it.

Fernet (AES-128-CBC and HMAC-SHA256) of the package cryptography, under a key of its own for each subject
derived (HKDF-SHA256) from the secret of the portal: what was sealed for one account opens for no other.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class CoffreIllisible(Exception):
    """What was sealed does not open: another secret of the portal, another subject, or damage."""


def deriver(secret_portail: str, sujet: str) -> bytes:
    """Return 32 bytes that only this secret and this subject give."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"portail/{sujet}".encode())
    return derivation.derive(secret_portail.encode())


def sceller(secret_portail: str, sujet: str, texte: str) -> str:
    """Return `texte` sealed for a subject."""
    return _fernet(secret_portail, sujet).encrypt(texte.encode()).decode()


def desceller(secret_portail: str, sujet: str, scelle: str) -> str:
    """Return what was sealed for a subject. Raises CoffreIllisible."""
    try:
        return _fernet(secret_portail, sujet).decrypt(scelle.encode()).decode()
    except InvalidToken as refus:
        raise CoffreIllisible(sujet) from refus


def _fernet(secret_portail: str, sujet: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(deriver(secret_portail, sujet)))
