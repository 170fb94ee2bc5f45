"""Certif-UP: what can be said in the exam language is in famille.yaml, the rest is added by hooks."""

from __future__ import annotations

from pathlib import Path

from portal.hookspecs import hookimpl


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folder that holds famille.yaml."""
    return [Path(__file__).parent]
