from __future__ import annotations

from pathlib import Path

import pytest

from portal.adapters.familles import lire_dossier, lire_fichier
from portal.services.portail import Portail
from portal.services.publication import publier

RACINE = Path(__file__).parents[4]
CS = "clermont_ferrand/cs-2026"


@pytest.fixture
def cs(portail: Portail) -> str:
    """The slug of a published modèle, open on the tests' clock, until 19 November 2025 at 17:00."""
    fichier = lire_fichier(RACINE / "exam_templates" / f"{CS}.yaml")
    publication = publier(portail, lire_dossier(RACINE / "plugins" / "cs"), fichier, CS, "tests")
    assert publication.numero == 1
    return CS
