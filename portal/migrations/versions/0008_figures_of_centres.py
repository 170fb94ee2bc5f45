"""What the figures of centres count is read from one index, without the rows of candidatures."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOM, TABLE = "ix_candidature_slug_centre", "candidature"


def upgrade() -> None:
    si = sa.text("centre_id is not null")
    colonnes = ["slug", "phase", "centre_id", "etat"]
    op.create_index(NOM, TABLE, colonnes, sqlite_where=si, postgresql_where=si)


def downgrade() -> None:
    op.drop_index(NOM, table_name=TABLE)
