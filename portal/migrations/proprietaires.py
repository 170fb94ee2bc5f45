"""Whose table is it: the core's, or that of the plugin whose prefix it carries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from typing import Any

import pluggy
from sqlalchemy import Connection, inspect

import portal.tables  # noqa: F401 — declares the tables of the core
from portal.db import Base
from portal.domain.extension import Migrations
from portal.plugin_manager import PluginInvalide, apports

COEUR = ""
TABLE_VERSION = "alembic_version"
PREFIXE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
Tables = Mapping[str, frozenset[str]]


def migrations_des_plugins(extensions: pluggy.PluginManager) -> tuple[Migrations, ...]:
    """Return the migrations of the plugins in use, by name of plugin.

    Raises PluginInvalide: a folder that is not there, a prefix that is none or that somebody has already, a
    table that does not carry the prefix of its plugin.
    """
    declarees = list(apports(extensions, "portal_migrations", Migrations))
    for nom, migrations in declarees:
        _exiger(migrations, nom)
    for (_, une), (nom, autre) in combinations(declarees, 2):
        if a_qui(f"{une.prefixe}_", [autre.prefixe]) or a_qui(f"{autre.prefixe}_", [une.prefixe]):
            raise PluginInvalide(f"plugin {nom}: the prefix {autre.prefixe} meets {une.prefixe}")
    for nom, module in extensions.list_name_plugin():
        siens = [migrations.prefixe for plugin, migrations in declarees if plugin == nom]
        _exiger_des_classes(nom, str(getattr(module, "__name__", nom)), siens)
    return tuple(migrations for _, migrations in declarees)


def table_version(prefixe: str) -> str:
    """Return the name of the table in which Alembic writes where the tables of an owner are."""
    return f"{TABLE_VERSION}_{prefixe}" if prefixe else TABLE_VERSION


def prefixes_de(connexion: Connection) -> frozenset[str]:
    """Return the prefixes of the plugins that have had tables here, in use or not."""
    debut = table_version("x")[:-1]
    noms = inspect(connexion).get_table_names()
    return frozenset(nom.removeprefix(debut) for nom in noms if nom.startswith(debut))


def a_qui(table: str, prefixes: Iterable[str]) -> str:
    """Return the prefix of the plugin that a table belongs to, COEUR when it is the core's."""
    return max((p for p in prefixes if table.startswith(f"{p}_")), key=len, default=COEUR)


def filtre(prefixe: str, prefixes: Iterable[str]) -> Callable[..., bool]:
    """Return the `include_object` of Alembic that compares the tables of one owner only."""
    connus = frozenset(prefixes) | {prefixe} - {COEUR}
    versions = {table_version(un) for un in (COEUR, *connus)}

    def compter(_objet: Any, nom: str | None, genre: str, _reflechi: bool, _autre: Any) -> bool:
        return genre != "table" or (nom not in versions and a_qui(nom or "", connus) == prefixe)

    return compter


def tables_de(connexion: Connection) -> Tables:
    """Return the columns of each table."""
    regard = inspect(connexion)
    return {
        nom: frozenset(colonne["name"] for colonne in colonnes)
        for (_, nom), colonnes in regard.get_multi_columns().items()
    }


def exiger_le_prefixe(migrations: Migrations, avant: Tables, apres: Tables) -> None:
    """Raise PluginInvalide when the migrations of a plugin made, changed or dropped another one's table."""
    touchees = {nom for nom in avant.keys() | apres.keys() if avant.get(nom) != apres.get(nom)}
    permis = table_version(migrations.prefixe)
    autres = sorted(n for n in touchees if n != permis and not n.startswith(f"{migrations.prefixe}_"))
    if autres:
        raise PluginInvalide(f"the migrations of {migrations.prefixe} touch {', '.join(autres)}")


def _exiger(migrations: Migrations, nom: str) -> None:
    prefixe = migrations.prefixe
    if not PREFIXE.fullmatch(prefixe):
        raise PluginInvalide(f"plugin {nom}: {prefixe!r} is no prefix (small letters, digits, _)")
    coeur = [cle for cle, module in _classes() if module.startswith("portal.")]
    if pris := next((table for table in coeur if f"{table}_".startswith(f"{prefixe}_")), None):
        raise PluginInvalide(f"plugin {nom}: the prefix {prefixe} is the core's (table {pris})")
    if not migrations.dossier.is_dir():
        raise PluginInvalide(f"plugin {nom}: no folder of migrations at {migrations.dossier}")


def _exiger_des_classes(nom: str, module: str, prefixes: list[str]) -> None:
    for table, origine in _classes():
        if f"{origine}.".startswith(f"{module}.") and not a_qui(table, prefixes):
            raise PluginInvalide(f"plugin {nom}: the table {table} carries no prefix of its migrations")


def _classes() -> list[tuple[str, str]]:
    """Return the name of each table that is declared, with the module that declares it."""
    return sorted((str(m.local_table.key), m.class_.__module__) for m in Base.registry.mappers)  # type: ignore[attr-defined]
