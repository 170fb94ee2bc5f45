"""Tables of a plugin: migrated after the core's, under its own prefix and version table, and left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from portal import plugin_manager
from portal.db import Base, db
from portal.domain.extension import Migrations
from portal.migrations import config_alembic, migrer, retrograder
from portal.migrations.proprietaires import (
    COEUR,
    filtre,
    migrations_des_plugins,
    prefixes_de,
    table_version,
    tables_de,
)
from portal.plugin_manager import PluginInvalide
from tests import fabriques
from tests.extensions import essai

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{numero}"
down_revision = {avant}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {faire}


def downgrade() -> None:
    {defaire}
"""
CREER = (
    'op.create_table("{nom}", sa.Column("id", sa.Integer(), nullable=False),'
    ' sa.Column("compte_id", sa.Integer(), nullable=False),'
    ' sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name="fk_{nom}"),'
    ' sa.PrimaryKeyConstraint("id", name="pk_{nom}"))'
)


def ecrire(
    dossier: Path, faire: str, defaire: str = "pass", numero: str = "0001", avant: str | None = None
) -> None:
    texte = REVISION.format(numero=numero, avant=repr(avant), faire=faire, defaire=defaire)
    (dossier / f"{numero}_essai.py").write_text(texte)


@pytest.fixture
def migrations(tmp_path: Path) -> Migrations:
    """Those of a plugin with one table that refers to the core's."""
    dossier = tmp_path / "des migrations"
    dossier.mkdir()
    ecrire(dossier, CREER.format(nom="essai_chose"), 'op.drop_table("essai_chose")')
    return Migrations("essai", dossier)


@pytest.fixture
def table() -> Iterator[sa.Table]:
    """The same table, as the plugin declares it."""
    declaree = sa.Table(
        "essai_chose",
        Base.metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("compte_id", sa.ForeignKey("compte.id"), nullable=False),
    )
    yield declaree
    Base.metadata.remove(declaree)


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names())


def version(nom: str) -> str | None:
    with db.engine.connect() as connexion:
        return connexion.execute(sa.text(f"select version_num from {nom}")).scalar()


def differences(prefixe: str) -> list[object]:
    with db.engine.connect() as connexion:
        options = {
            "version_table": table_version(prefixe),
            "include_object": filtre(prefixe, prefixes_de(connexion)),
        }
        contexte = MigrationContext.configure(connexion, opts=options)
        return list(compare_metadata(contexte, Base.metadata))


def test_un_plugin_a_ses_tables_et_sa_table_de_version(app: Flask, migrations: Migrations) -> None:
    avant = version("alembic_version")
    migrer(db.engine, [migrations])
    migrer(db.engine, [migrations])
    assert {"essai_chose", "alembic_version_essai"} <= tables()
    assert version("alembic_version_essai") == "0001"
    assert version("alembic_version") == avant


def test_un_plugin_avance_sans_le_coeur(app: Flask, migrations: Migrations) -> None:
    migrer(db.engine, [migrations])
    faire = 'op.add_column("essai_chose", sa.Column("nom", sa.String(), nullable=True))'
    ecrire(migrations.dossier, faire, numero="0002", avant="0001")
    migrer(db.engine, [migrations])
    assert version("alembic_version_essai") == "0002"


def test_les_tables_d_un_plugin_se_defont_avant_celles_du_coeur(app: Flask, migrations: Migrations) -> None:
    migrer(db.engine, [migrations])
    retrograder(db.engine, "0004", [migrations])
    assert "essai_chose" not in tables()
    migrer(db.engine, [migrations])
    assert "essai_chose" in tables()


def test_le_plugin_retire_laisse_ses_tables_et_un_portail_qui_marche(
    app: Flask, migrations: Migrations
) -> None:
    migrer(db.engine, [migrations])
    migrer(db.engine)
    assert "essai_chose" in tables()
    assert differences(COEUR) == []
    assert fabriques.compte().id


def test_le_coeur_ne_compare_pas_les_tables_d_un_plugin_ni_l_inverse(
    app: Flask, migrations: Migrations, table: sa.Table
) -> None:
    migrer(db.engine, [migrations])
    assert differences(COEUR) == []
    assert differences("essai") == []
    table.append_column(sa.Column("nom", sa.String))
    assert differences(COEUR) == []
    assert [difference[0] for difference in differences("essai")] == ["add_column"]  # type: ignore[index]


def test_une_revision_s_ecrit_toute_seule_pour_son_proprietaire(
    app: Flask, migrations: Migrations, table: sa.Table
) -> None:
    migrer(db.engine, [migrations])
    table.append_column(sa.Column("nom", sa.String))
    with db.engine.connect() as connexion:
        ecrite = command.revision(config_alembic(connexion, migrations), "essai", autogenerate=True)
    (chemin,) = set(migrations.dossier.glob("*.py")) - {migrations.dossier / "0001_essai.py"}
    assert ecrite is not None
    assert chemin.read_text().count("add_column") == 1
    assert "create_table" not in chemin.read_text()


@pytest.mark.parametrize(
    "faire",
    [
        pytest.param(CREER.format(nom="autre_chose"), id="makes a table"),
        pytest.param(
            'op.add_column("compte", sa.Column("x", sa.String(), nullable=True))', id="changes a table"
        ),
        pytest.param('op.drop_table("annonce")', id="drops a table"),
    ],
)
def test_toucher_la_table_d_un_autre_est_defait_et_refuse(
    app: Flask, migrations: Migrations, faire: str
) -> None:
    ecrire(migrations.dossier, faire, numero="0002", avant="0001")
    with db.engine.connect() as connexion:
        avant = tables_de(connexion)
    with pytest.raises(PluginInvalide, match="essai touch (autre_chose|compte|annonce)"):
        migrer(db.engine, [migrations])
    with db.engine.connect() as connexion:
        assert tables_de(connexion) == avant


def declarer(*declarees: Migrations) -> tuple[Migrations, ...]:
    noms = [
        essai(f"essai_{rang}", portal_migrations=lambda une=une: [une]) for rang, une in enumerate(declarees)
    ]
    return migrations_des_plugins(plugin_manager.charger(noms))


def test_les_migrations_viennent_dans_l_ordre_des_plugins(app: Flask, tmp_path: Path) -> None:
    siennes = tuple(Migrations(prefixe, tmp_path) for prefixe in ("zebre", "abeille"))
    assert declarer(*siennes) == siennes


@pytest.mark.parametrize("prefixe", ["", "Essai", "essai_", "1essai", "é", "essai-x", "compte", "version"])
def test_un_prefixe_qui_n_en_est_pas_un_arrete_le_demarrage(app: Flask, tmp_path: Path, prefixe: str) -> None:
    with pytest.raises(PluginInvalide, match=r"plugin essai_0: .*prefix"):
        declarer(Migrations(prefixe, tmp_path))


@pytest.mark.parametrize(("un", "autre"), [("un", "un"), ("un", "un_peu"), ("un_peu", "un")])
def test_deux_prefixes_qui_se_confondent_arretent_le_demarrage(
    app: Flask, tmp_path: Path, un: str, autre: str
) -> None:
    with pytest.raises(PluginInvalide, match="plugin essai_1: the prefix"):
        declarer(Migrations(un, tmp_path), Migrations(autre, tmp_path))
    assert declarer(Migrations("un", tmp_path), Migrations("une", tmp_path))


def test_un_dossier_absent_arrete_le_demarrage(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(PluginInvalide, match="no folder of migrations"):
        declarer(Migrations("essai", tmp_path / "absent"))


def test_une_table_sans_le_prefixe_de_son_plugin_arrete_le_demarrage(app: Flask, tmp_path: Path) -> None:
    nom = essai("portal.tables.annonce_essai")
    extensions = plugin_manager.charger([nom])
    extensions.get_plugin(nom).__name__ = "portal.tables.annonce"
    with pytest.raises(PluginInvalide, match="the table annonce carries no prefix"):
        migrations_des_plugins(extensions)
