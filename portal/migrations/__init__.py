"""Migrations of the database: the only way in which it is made or changed, tests included."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as ConfigAlembic
from sqlalchemy import Connection, Engine

DOSSIER = Path(__file__).parent
TABLE_VERSION = "alembic_version"
VERROU_POSTGRESQL = 7_106_202  # any number, the same for every process of every machine


def migrer(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision` (default: the newest). Several processes may call it at once."""
    _executer(engine, "upgrade", revision)


def retrograder(engine: Engine, revision: str) -> None:
    """Bring the database back to `revision` (« base »: no table left)."""
    _executer(engine, "downgrade", revision)


def _executer(engine: Engine, action: str, revision: str) -> None:
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connexion:
        if sqlite:
            _cles_etrangeres(connexion, active=False)
        try:
            with connexion.begin():
                if not sqlite:
                    connexion.exec_driver_sql(f"select pg_advisory_xact_lock({VERROU_POSTGRESQL})")
                getattr(command, action)(config_alembic(connexion), revision)
        finally:
            if sqlite:
                _cles_etrangeres(connexion, active=True)


def _cles_etrangeres(connexion: Connection, *, active: bool) -> None:
    """Switch foreign keys: SQLite copies a table to change it, and dropping the old one would cascade."""
    brute = connexion.connection.dbapi_connection
    assert brute is not None
    brute.cursor().execute(f"pragma foreign_keys={'on' if active else 'off'}")


def config_alembic(connexion: Connection | None = None) -> ConfigAlembic:
    """Make Alembic's settings, bound to an open connection."""
    config = ConfigAlembic()
    config.set_main_option("script_location", str(DOSSIER))
    config.attributes["connexion"] = connexion
    return config
