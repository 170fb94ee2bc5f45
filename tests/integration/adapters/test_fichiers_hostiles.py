"""Things that have the name of a model file and are none: said in one sentence, and nobody waits."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.adapters.familles import FichierIllisible, empreinte, lire_fichier


@pytest.fixture(autouse=True)
def _pas_plus_de_dix_secondes() -> Iterator[None]:
    """Without the refusal, reading a pipe waits for ever: SIGALRM ends the test run instead."""
    signal.alarm(10)
    yield
    signal.alarm(0)


def test_un_tube_ou_un_peripherique_est_refuse_sans_attendre(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.yaml")
    (tmp_path / "sans_fin.yaml").symlink_to("/dev/zero")
    for nom in ("tube.yaml", "sans_fin.yaml"):
        with pytest.raises(FichierIllisible, match=f"{nom} : ce n'est pas un fichier ordinaire"):
            lire_fichier(tmp_path / nom)
    vide = empreinte([])
    assert empreinte([tmp_path / "tube.yaml"]) != vide
