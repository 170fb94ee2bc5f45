"""Reads the list of common passwords, once per process and only when a password is chosen."""

import gzip
from functools import cache
from importlib.resources import files


@cache
def mots_de_passe_courants() -> frozenset[str]:
    """Return the passwords that everybody tries first, in small letters."""
    lignes = gzip.decompress((files("portal") / "data" / "mots_de_passe.txt.gz").read_bytes())
    return frozenset(lignes.decode().split("\n"))
