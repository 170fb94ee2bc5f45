"""Run by Alembic: the connection comes from `portal.migrations`, the tables from `portal.tables`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

import portal.tables  # noqa: F401 — declares the tables
from portal.db import Base, InstantUTC, Json
from portal.migrations import TABLE_VERSION


def _ecrire_type(genre: str, objet: Any, autogen: Any) -> str | Literal[False]:
    """A migration names no type of the portal: it must still run when that type has changed."""
    if genre == "type" and isinstance(objet, InstantUTC):
        return "sa.DateTime(timezone=True)"
    if genre == "type" and objet is Json:
        autogen.imports.add("from portal.migrations.colonnes import JSON")
        return "JSON"
    return False


context.configure(
    connection=context.config.attributes["connexion"],
    target_metadata=Base.metadata,
    version_table=TABLE_VERSION,
    render_as_batch=True,
    render_item=_ecrire_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
