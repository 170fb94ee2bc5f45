"""Hooks of the family; what it declares is in famille.yaml."""

from pathlib import Path

from portal.hookspecs import hookimpl


@hookimpl
def portal_familles() -> Path:
    return Path(__file__).parent
