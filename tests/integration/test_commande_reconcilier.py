"""`portal reconcilier` as an operator runs it: what it says, and its exit code."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal import worker
from portal.adapters.horloge import HorlogeSysteme
from portal.adapters.stockage import StockageLocal
from portal.cli import main

Lancer = Callable[..., Result]


@pytest.fixture
def lancer(base: str, tmp_path: Path) -> Lancer:
    environnement = {
        "PORTAL_MODE": "demonstration",
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": base,
    }
    return lambda *mots: CliRunner().invoke(main, ["reconcilier", *mots], env=environnement)


@pytest.fixture
def orphelin(tmp_path: Path) -> Path:
    """A file that no row names, stored two days ago."""
    from io import BytesIO

    cle = StockageLocal(tmp_path / "fichiers").deposer(BytesIO(b"orphelin")).cle
    chemin = next((tmp_path / "fichiers").glob(f"??/??/{cle}"))
    quand = (HorlogeSysteme().maintenant() - timedelta(days=2)).timestamp()
    os.utime(chemin, (quand, quand))
    return chemin


def test_tout_va_bien_sort_0(lancer: Lancer) -> None:
    fait = lancer()
    assert (fait.exit_code, fait.output) == (0, "0 fichier relu, 0.0 Mo : rien ne manque.\n")


def test_un_orphelin_sort_1_et_s_efface_sur_demande(lancer: Lancer, orphelin: Path) -> None:
    fait = lancer()
    assert fait.exit_code == 1
    assert f"orphelin\t{orphelin.name}" in fait.output
    assert "1 fichier orphelin, « --effacer » les efface." in fait.output
    assert orphelin.exists()
    assert lancer("--effacer").exit_code == 0
    assert not orphelin.exists()
    assert lancer().exit_code == 0


def test_la_nuit_la_comparaison_tourne_a_cote_de_l_ouvrier(monkeypatch: pytest.MonkeyPatch) -> None:
    lances: list[list[str]] = []
    monkeypatch.setattr(worker.subprocess, "Popen", lances.append)
    worker.relire_la_nuit()
    assert [commande[1:] for commande in lances] == [["-m", "portal", "reconcilier"]]
