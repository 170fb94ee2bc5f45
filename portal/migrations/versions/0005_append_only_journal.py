"""The journal is only added to: the database itself refuses the rest (docs/securite.md).

One change is let through: `compte_id` becomes null when the account that it names is no longer there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUS = "evenement is append-only"
COLONNES = ("id", "candidature_id", "le", "nature", "de", "vers", "motif", "donnees")


def upgrade() -> None:
    op.create_index("ix_evenement_nature", "evenement", ["nature", "id"], unique=False)
    op.create_index("ix_evenement_le", "evenement", ["le", "id"], unique=False)
    for ordre in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(sa.text(ordre))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        ordres = tuple(f"drop trigger evenement_sans_{quoi}" for quoi in ("update", "delete", "remplacement"))
    else:
        ordres = (
            "drop trigger evenement_sans_update on evenement",
            "drop trigger evenement_sans_delete on evenement",
            "drop trigger evenement_sans_truncate on evenement",
            "drop function evenement_refuser()",
            "drop function evenement_garder()",
        )
    for ordre in ordres:
        op.execute(sa.text(ordre))
    op.drop_index("ix_evenement_le", table_name="evenement")
    op.drop_index("ix_evenement_nature", table_name="evenement")


_EFFACE = """
    new.compte_id is null and old.compte_id is not null
    and not exists (select 1 from compte where compte.id = old.compte_id)
"""
_SQLITE = (
    f"""
    create trigger evenement_sans_update before update on evenement
    when not ({" and ".join(f"new.{une} is old.{une}" for une in COLONNES)} and {_EFFACE})
    begin select raise(abort, '{REFUS}'); end
    """,
    f"""
    create trigger evenement_sans_delete before delete on evenement
    begin select raise(abort, '{REFUS}'); end
    """,
    # « insert or replace » deletes the former row without a word to the trigger above.
    """
    create trigger evenement_sans_remplacement before insert on evenement
    when exists (select 1 from evenement where id = new.id)
    begin select raise(abort, 'evenement is append-only'); end
    """,
)
_POSTGRESQL = (
    f"""
    create function evenement_refuser() returns trigger language plpgsql as $$
    begin raise exception '{REFUS}' using errcode = 'restrict_violation'; end $$
    """,
    f"""
    create function evenement_garder() returns trigger language plpgsql as $$
    begin
        if {" and ".join(f"new.{une} is not distinct from old.{une}" for une in COLONNES)} and {_EFFACE} then
            return new;
        end if;
        raise exception '{REFUS}' using errcode = 'restrict_violation';
    end $$
    """,
    "create trigger evenement_sans_update before update on evenement "
    "for each row execute function evenement_garder()",
    "create trigger evenement_sans_delete before delete on evenement "
    "for each row execute function evenement_refuser()",
    "create trigger evenement_sans_truncate before truncate on evenement "
    "for each statement execute function evenement_refuser()",
)
