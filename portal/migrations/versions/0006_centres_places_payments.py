"""Centres d'épreuves with their offers and places, payments, and candidatures that open one another."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.colonnes import JSON

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
EN_COURS = sa.text("phase in ('brouillon', 'deposee', 'inscrite')")
OCCUPEE, A_OUVRIR = sa.text("rendue_le is null"), sa.text("suite is not null")
UNE = "ix_candidature_une_en_cours"


def upgrade() -> None:
    _centres()
    _paiements()
    _candidatures()
    _reference("perimetre", "centre_id", "centre")


def _centres() -> None:
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(nom, sa.String(), nullable=False)
            for nom in (
                "famille", "code", "intitule", "adresse", "code_postal", "commune", "departement", "courriel",
            )
        ),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("modalites", sa.Text(), nullable=False),
        sa.Column("habilite_du", sa.Date(), nullable=True),
        sa.Column("habilite_au", sa.Date(), nullable=True),
        sa.Column("desactive_le", INSTANT, nullable=True),
        sa.Column("cree_le", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_centre"),
        sa.UniqueConstraint("famille", "code", name="uq_centre_famille_code"),
    )  # fmt: skip
    op.create_index("ix_centre_famille_departement", "centre", ["famille", "departement"])
    op.create_table(
        "offre_centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("epreuve", sa.String(), nullable=False),
        sa.Column("champs", JSON, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("prises", sa.Integer(), nullable=False),
        sa.Column("ouverte", sa.Boolean(), nullable=False),
        sa.CheckConstraint("prises >= 0 and prises <= places", name=op.f("ck_offre_centre_places")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name="fk_offre_centre_centre_id_centre"),
        sa.PrimaryKeyConstraint("id", name="pk_offre_centre"),
        sa.UniqueConstraint("centre_id", "slug", "epreuve", name="uq_offre_centre_centre_id_slug_epreuve"),
    )
    op.create_index("ix_offre_centre_slug", "offre_centre", ["slug", "epreuve"])
    op.create_table(
        "place_prise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offre_id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("prise_le", INSTANT, nullable=False),
        sa.Column("rendue_le", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["offre_centre.id"], name="fk_place_prise_offre_id_offre_centre"
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_place_prise_candidature_id_candidature"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_place_prise"),
    )
    op.create_index("ix_place_prise_offre_id", "place_prise", ["offre_id"])
    op.create_index(
        "ix_place_prise_une_par_offre", "place_prise", ["candidature_id", "offre_id"],
        unique=True, sqlite_where=OCCUPEE, postgresql_where=OCCUPEE,
    )  # fmt: skip


def _paiements() -> None:
    op.create_table(
        "paiement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("centimes", sa.Integer(), nullable=False),
        sa.Column("moyen", sa.String(), nullable=False),
        sa.Column("tiers", sa.Boolean(), nullable=False),
        sa.Column("recu_le", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("saisi_par", sa.Integer(), nullable=True),
        sa.Column("saisi_le", INSTANT, nullable=False),
        sa.Column("annule_le", INSTANT, nullable=True),
        sa.Column("motif", sa.Text(), nullable=True),
        sa.CheckConstraint("centimes > 0", name=op.f("ck_paiement_centimes")),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name="fk_paiement_candidature_id_candidature"
        ),
        sa.ForeignKeyConstraint(
            ["saisi_par"], ["compte.id"], name="fk_paiement_saisi_par_compte", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paiement"),
    )
    op.create_index("ix_paiement_candidature_id", "paiement", ["candidature_id"])


def _candidatures() -> None:
    op.add_column("candidature", sa.Column("exemplaire", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("candidature", sa.Column("origine", sa.String(), nullable=True))
    op.add_column("candidature", sa.Column("suite", sa.String(), nullable=True))
    _reference("candidature", "centre_id", "centre")
    _reference("candidature", "origine_id", "candidature")
    op.drop_index(UNE, table_name="candidature")
    _une_en_cours(["candidat_id", "slug", "exemplaire"])
    op.create_index("ix_candidature_centre_date", "candidature", ["centre_id", "enregistree_le", "id"])
    op.create_index(
        "ix_candidature_suite", "candidature", ["suite"], sqlite_where=A_OUVRIR, postgresql_where=A_OUVRIR
    )


def _une_en_cours(colonnes: list[str]) -> None:
    op.create_index(
        UNE, "candidature", colonnes, unique=True, sqlite_where=EN_COURS, postgresql_where=EN_COURS
    )


def _reference(table: str, colonne: str, vers: str) -> None:
    """Add a nullable column that names a row: SQLite takes it as it is, without a copy of the table."""
    nom = f"fk_{table}_{colonne}_{vers}"
    op.execute(
        sa.text(f"alter table {table} add column {colonne} integer constraint {nom} references {vers} (id)")
    )


def downgrade() -> None:
    for nom in ("ix_candidature_suite", "ix_candidature_centre_date", UNE):
        op.drop_index(nom, table_name="candidature")
    _une_en_cours(["candidat_id", "slug"])
    _sans("perimetre", "centre_id")
    _sans("candidature", "origine_id", "centre_id", "suite", "origine", "exemplaire")
    for table in ("paiement", "place_prise", "offre_centre", "centre"):
        op.drop_table(table)


def _sans(table: str, *colonnes: str) -> None:
    """Take columns away. SQLite cannot drop one that holds a constraint: it copies the table."""
    with op.batch_alter_table(table) as lot:
        for colonne in colonnes:
            lot.drop_column(colonne)
