"""Certificat d'aptitude professionnelle: everything is said in famille.yaml and specialites/."""

from __future__ import annotations

from pathlib import Path

from portal.hookspecs import hookimpl


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folder that holds famille.yaml and specialites/."""
    return [Path(__file__).parent]
