"""Certificats de spécialisation: everything is said in famille.yaml and specialites/."""

from __future__ import annotations

from pathlib import Path

from portal.plugin_manager import hookimpl


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folder that holds this family's famille.yaml."""
    return [Path(__file__).parent]
