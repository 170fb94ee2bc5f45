"""Run by Alembic, for the core and for each plugin: the connection comes from `portal.migrations`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from portal.db import Base, InstantUTC, Json
from portal.migrations.proprietaires import filtre, prefixes_de, table_version


def _ecrire_type(genre: str, objet: Any, autogen: Any) -> str | Literal[False]:
    """A migration names no type of the portal: it must still run when that type has changed."""
    if genre == "type" and isinstance(objet, InstantUTC):
        return "sa.DateTime(timezone=True)"
    if genre == "type" and objet is Json:
        autogen.imports.add("from portal.migrations.colonnes import JSON")
        return "JSON"
    return False


connexion, prefixe = context.config.attributes["connexion"], context.config.attributes["prefixe"]
context.configure(
    connection=connexion,
    target_metadata=Base.metadata,
    version_table=table_version(prefixe),
    include_object=filtre(prefixe, prefixes_de(connexion)),
    render_as_batch=True,
    render_item=_ecrire_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
