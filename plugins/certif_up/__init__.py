"""Certif-UP: what can be said in the exam language is in famille.yaml, the rest is added by hooks."""

from __future__ import annotations

from pathlib import Path

from portal.domain.extension import Migrations
from portal.hookspecs import hookimpl

ICI = Path(__file__).parent


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folder that holds famille.yaml."""
    return [ICI]


@hookimpl
def portal_migrations() -> list[Migrations]:
    """Return the revisions of the tables certif_up_…"""
    from plugins.certif_up import tables  # noqa: F401 — they are declared before their names are checked

    return [Migrations("certif_up", ICI / "migrations")]
