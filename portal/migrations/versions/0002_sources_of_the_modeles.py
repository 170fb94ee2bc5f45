"""What was last read of each file of exam_templates/."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.colonnes import JSON

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_modele",
        sa.Column("fichier", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("empreinte", sa.String(), nullable=False),
        sa.Column("diagnostics", JSON, nullable=False),
        sa.Column("constate_le", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fichier", name=op.f("pk_source_modele")),
    )


def downgrade() -> None:
    op.drop_table("source_modele")
