"""Autres certifications: the modèle writes the certification; the family holds what all share."""

from __future__ import annotations

from pathlib import Path

from portal.hookspecs import hookimpl


@hookimpl
def portal_familles() -> Path:
    """Return the folder that holds famille.yaml."""
    return Path(__file__).parent
