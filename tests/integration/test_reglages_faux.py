"""A wrong setting stops a command with one line that names it, and no traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli.modeles import models


@pytest.mark.parametrize(
    ("reglage", "valeur"),
    [
        ("PORTAL_SMTP_URL", "zzz"),
        ("PORTAL_SMTP_URL", "smtp://hote:abc"),
        ("PORTAL_DATABASE_URL", "zzz"),
        ("PORTAL_DATA_DIR", "/proc/absent"),
    ],
)
def test_un_reglage_faux_est_nomme_sans_trace(
    reglage: str, valeur: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_MODE", "developpement")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "un secret qui ne sert qu'aux tests et à rien d'autre")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(reglage, valeur)
    fini = CliRunner().invoke(models)
    assert fini.exit_code == 1
    assert isinstance(fini.exception, SystemExit)
    assert fini.output.startswith(f"Error: {reglage}")
