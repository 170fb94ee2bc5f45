"""NUC, former candidates that are taken over, records that are one person."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.colonnes import JSON

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ETATS_LIGNE = "'a_verifier', 'refusee', 'prete', 'a_rattacher', 'faite', 'sans_objet', 'echec'"


def upgrade() -> None:
    _nuc()
    _reprise()
    _ligne()
    _fusion()


def _nuc() -> None:
    op.create_table(
        "certif_up_nuc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("nuc", sa.String(), nullable=False),
        sa.Column("candidat_id", sa.Integer(), nullable=True),
        sa.Column("identite", sa.String(), nullable=False),
        sa.Column("origine", sa.String(), nullable=False),
        sa.Column("attribue_le", INSTANT, nullable=False),
        sa.Column("derniere_session", sa.String(), nullable=True),
        sa.Column("remplace_par", sa.Integer(), nullable=True),
        sa.CheckConstraint("origine in ('attribue', 'repris')", name=op.f("ck_certif_up_nuc_origine")),
        sa.CheckConstraint(
            "candidat_id is not null or remplace_par is not null", name=op.f("ck_certif_up_nuc_porteur")
        ),
        _vers("nuc", "candidat_id", "candidat", "CASCADE"),
        _vers("nuc", "remplace_par", "certif_up_nuc", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_certif_up_nuc"),
        sa.UniqueConstraint("cle", name="uq_certif_up_nuc_cle"),
        sa.UniqueConstraint("nuc", name="uq_certif_up_nuc_nuc"),
        sa.UniqueConstraint("candidat_id", name="uq_certif_up_nuc_candidat_id"),
    )
    op.create_index("ix_certif_up_nuc_identite", "certif_up_nuc", ["identite"])
    op.create_index("ix_certif_up_nuc_remplace_par", "certif_up_nuc", ["remplace_par"])


def _reprise() -> None:
    op.create_table(
        "certif_up_reprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("fichier", sa.String(), nullable=False),
        sa.Column("empreinte", sa.String(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("lancements", sa.Integer(), nullable=False),
        sa.Column("par", sa.Integer(), nullable=True),
        sa.Column("cree_le", INSTANT, nullable=False),
        sa.Column("lancee_le", INSTANT, nullable=True),
        sa.Column("terminee_le", INSTANT, nullable=True),
        sa.CheckConstraint(
            "etat in ('en_verification', 'verifiee', 'en_cours', 'terminee', 'abandonnee')",
            name=op.f("ck_certif_up_reprise_etat"),
        ),
        _vers("reprise", "par", "compte", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_certif_up_reprise"),
        sa.UniqueConstraint("cle", name="uq_certif_up_reprise_cle"),
    )


def _ligne() -> None:
    table = "certif_up_reprise_ligne"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reprise_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("contenu", JSON, nullable=False),
        sa.Column("nuc", sa.String(), nullable=False),
        sa.Column("courriel", sa.String(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("candidat_id", sa.Integer(), nullable=True),
        sa.Column("faite_le", INSTANT, nullable=True),
        sa.CheckConstraint(f"etat in ({ETATS_LIGNE})", name=op.f(f"ck_{table}_etat")),
        _vers("reprise_ligne", "reprise_id", "certif_up_reprise"),
        _vers("reprise_ligne", "candidat_id", "candidat", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("reprise_id", "rang", name=f"uq_{table}_reprise_id_rang"),
    )
    op.create_index(f"ix_{table}_etat", table, ["reprise_id", "etat", "rang"])
    op.create_index(f"ix_{table}_nuc", table, ["reprise_id", "nuc"])
    op.create_index(f"ix_{table}_courriel", table, ["reprise_id", "courriel"])


def _fusion() -> None:
    op.create_table(
        "certif_up_fusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("premier_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("garde_id", sa.Integer(), nullable=True),
        sa.Column("proposee_le", INSTANT, nullable=False),
        sa.Column("decidee_le", INSTANT, nullable=True),
        sa.Column("decidee_par", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "etat in ('proposee', 'distinctes', 'faite')", name=op.f("ck_certif_up_fusion_etat")
        ),
        sa.CheckConstraint("premier_id < second_id", name=op.f("ck_certif_up_fusion_ordre")),
        *(
            _vers("fusion", colonne, "candidat", "CASCADE")
            for colonne in ("premier_id", "second_id", "garde_id")
        ),
        _vers("fusion", "decidee_par", "compte", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_certif_up_fusion"),
        sa.UniqueConstraint("cle", name="uq_certif_up_fusion_cle"),
        sa.UniqueConstraint("premier_id", "second_id", name="uq_certif_up_fusion_premier_id_second_id"),
    )
    op.create_index("ix_certif_up_fusion_etat", "certif_up_fusion", ["etat", "id"])
    op.create_index("ix_certif_up_fusion_second_id", "certif_up_fusion", ["second_id"])


def _vers(table: str, colonne: str, cible: str, efface: str | None = None) -> sa.ForeignKeyConstraint:
    nom = f"fk_certif_up_{table}_{colonne}_{cible}"
    return sa.ForeignKeyConstraint([colonne], [f"{cible}.id"], name=nom, ondelete=efface)


def downgrade() -> None:
    for nom in ("fusion", "reprise_ligne", "reprise", "nuc"):
        op.drop_table(f"certif_up_{nom}")
