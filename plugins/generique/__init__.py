"""Other exams (G01) and other certifications (G02): the modèle writes the exam, the families the rest."""

from __future__ import annotations

from pathlib import Path

from portal.hookspecs import hookimpl


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folders of both families."""
    ici = Path(__file__).parent
    return [ici / "g01", ici / "g02"]
