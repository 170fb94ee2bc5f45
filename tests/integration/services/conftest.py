"""What several tests of services start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.services.portail import Portail
from portal.services.publication_dossier import Bilan, publier_fichiers
from tests.integration.services.dossier_modeles import FAMILLE, MODELE, Atelier


@pytest.fixture
def atelier(tmp_path: Path) -> Atelier:
    return Atelier.dans(tmp_path)


@pytest.fixture
def publier(portail: Portail, atelier: Atelier) -> Any:
    def faire(
        modele: str = MODELE, famille: str = FAMILLE, meme_sens: bool = False, nom: str = "examen-2026"
    ) -> Bilan:
        atelier.ecrire_famille(famille)
        (bilan,) = publier_fichiers(
            portail, [atelier.ecrire(modele, nom)], atelier.familles, "moi", meme_sens
        )
        return bilan

    return faire
