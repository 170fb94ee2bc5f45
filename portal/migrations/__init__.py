"""Migrations of the database: the only way in which it is made or changed, tests included.

The core has its own, and so has each plugin with tables: one version table each, one lock for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from portal.domain.extension import Migrations
from portal.migrations.proprietaires import COEUR, exiger_le_prefixe, tables_de

if TYPE_CHECKING:
    from alembic.config import Config as ConfigAlembic

DOSSIER = Path(__file__).parent
VERROU_POSTGRESQL = 7_106_202  # any number, the same for every process of every machine


def migrer(engine: Engine, extensions: Sequence[Migrations] = (), revision: str = "head") -> None:
    """Bring the database to `revision` (default: the newest), then the tables of plugins to their newest.

    All or nothing; several processes may call it at once. In: `extensions` as `migrations_des_plugins`
    returns them. Raises PluginInvalide when a plugin touches tables that are not its own.
    """
    from alembic import command  # not at the top: who serves pages has no use for its ten megabytes

    with _verrouillee(engine) as connexion:
        command.upgrade(config_alembic(connexion), revision)
        for migrations in extensions:
            avant = tables_de(connexion)
            command.upgrade(config_alembic(connexion, migrations), "head")
            exiger_le_prefixe(migrations, avant, tables_de(connexion))


def retrograder(engine: Engine, revision: str, extensions: Sequence[Migrations] = ()) -> None:
    """Bring the database back to `revision` (« base »: no table left).

    The tables of the plugins named go first, all of them: they stand on those of the core.
    """
    from alembic import command

    with _verrouillee(engine) as connexion:
        for migrations in reversed(extensions):
            command.downgrade(config_alembic(connexion, migrations), "base")
        command.downgrade(config_alembic(connexion), revision)


@contextmanager
def _verrouillee(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a migration; on PostgreSQL no other process migrates meanwhile."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connexion:
        if sqlite:
            _cles_etrangeres(connexion, active=False)
        try:
            with connexion.begin():
                if not sqlite:
                    connexion.exec_driver_sql(f"select pg_advisory_xact_lock({VERROU_POSTGRESQL})")
                yield connexion
        finally:
            if sqlite:
                _cles_etrangeres(connexion, active=True)


def _cles_etrangeres(connexion: Connection, *, active: bool) -> None:
    """Switch foreign keys: SQLite copies a table to change it, and dropping the old one would cascade."""
    brute = connexion.connection.dbapi_connection
    assert brute is not None
    brute.cursor().execute(f"pragma foreign_keys={'on' if active else 'off'}")


def config_alembic(
    connexion: Connection | None = None, migrations: Migrations | None = None
) -> ConfigAlembic:
    """Make Alembic's settings, bound to an open connection; those of the core, or of a plugin."""
    from alembic.config import Config as ConfigAlembic

    config = ConfigAlembic()
    config.set_main_option("script_location", str(DOSSIER))
    if migrations is not None:
        # One folder: its name may hold any separator but this one.
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", str(migrations.dossier))
    config.attributes["connexion"] = connexion
    config.attributes["prefixe"] = migrations.prefixe if migrations else COEUR
    return config
