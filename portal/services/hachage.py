"""Slow hashes of passwords. Never call these inside `ecriture()`: the whole site would wait."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

# OWASP minimum of 2024: 30 ms and 19 MiB per login, so that twenty logins at once fit in a small machine.
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hacher(mot_de_passe: str) -> str:
    """Return the argon2id hash of a password. NFC first: two keyboards may spell « é » in two ways."""
    return _ARGON2.hash(_nfc(mot_de_passe))


def verifier(empreinte: str | None, mot_de_passe: str) -> bool:
    """Tell whether the password is the right one.

    `empreinte` is None when the account does not exist: a throw-away hash is checked all the same, so
    that the time of the answer does not tell which addresses have an account.
    """
    try:
        return _ARGON2.verify(empreinte or _empreinte_factice(), _nfc(mot_de_passe)) and empreinte is not None
    except (Argon2Error, InvalidHashError):
        return False


def a_rehacher(empreinte: str) -> bool:
    """Tell whether the hash was made with other costs than today's."""
    return _ARGON2.check_needs_rehash(empreinte)


@cache
def _empreinte_factice() -> str:
    return _ARGON2.hash("personne n'a ce mot de passe")


def _nfc(mot_de_passe: str) -> str:
    return unicodedata.normalize("NFC", mot_de_passe)
