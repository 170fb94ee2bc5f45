"""An account that was joined to another one of the same person."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite takes it as it is, without a copy of the table.
    op.execute(
        sa.text(
            "alter table compte add column remplace_par integer "
            "constraint fk_compte_remplace_par_compte references compte (id)"
        )
    )


def downgrade() -> None:
    garde = _mettre_de_cote("evenement_sans_update")
    with op.batch_alter_table("compte") as lot:
        lot.drop_column("remplace_par")
    if garde:
        op.execute(sa.text(garde))


def _mettre_de_cote(declencheur: str) -> str | None:
    """Drop a trigger of SQLite that reads compte, which is copied; return what makes it again."""
    if op.get_bind().dialect.name != "sqlite":
        return None
    ordre = sa.text("select sql from sqlite_master where type = 'trigger' and name = :nom")
    ecrit = str(op.get_bind().execute(ordre, {"nom": declencheur}).scalar_one())
    op.execute(sa.text(f"drop trigger {declencheur}"))
    return ecrit
