"""A browser on a living Certif-UP: its sessions, its centres and its people, on a day of November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.adapters.horloge import HorlogeSysteme
from tests.e2e.conftest import (
    base_url,
    browser_context_args,
    browser_type_launch_args,
    ouvrir,
    page_vivante,
)
from tests.e2e.portail_vivant import MODELES, PortailVivant, portail_vivant

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "ouvrir", "page_vivante"]

ICI = Path(__file__).parent
# A Wednesday, at ten in Paris; the session of January is open for a month, that of June is published.
MERCREDI = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ICI in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def vivant(tmp_path_factory: pytest.TempPathFactory, extensions: object) -> Iterator[PortailVivant]:
    """A demonstration of Certif-UP alone, shared by the tests of a process."""
    avance = MERCREDI - HorlogeSysteme().maintenant()
    dossier = tmp_path_factory.mktemp("certif-up")
    with portail_vivant(dossier, extensions, MODELES / "national", avance) as ouvert:
        yield ouvert
