"""What the list of candidatures is searched and sorted by, copied where one index serves both."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from portal.domain.texte_saisi import sans_accents
from portal.migrations.colonnes import JSON

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

A_LA_FOIS = 5000
LETTRES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
DATES: Mapping[str, tuple[str, ...]] = {
    "date": (),
    "academie_date": ("academie",),
    "academie_specialite_date": ("academie", "specialite"),
    "specialite_date": ("specialite",),
    "slug_date": ("slug",),
    "etat_date": ("etat",),
}
NOMS: Mapping[str, tuple[str, ...]] = {
    "nom": (),
    "academie_nom": ("academie",),
    "academie_specialite_nom": ("academie", "specialite"),
    "specialite_nom": ("specialite",),
    "slug_nom": ("slug",),
}
DATE, NOM = ("enregistree_le", "id", "famille"), ("recherche", "id", "famille", "enregistree_le")
PIECES = {
    "a_verifier": "pieces_a_verifier > 0",
    "non_conformes": "pieces_non_conformes > 0",
    "manquantes": "pieces_manquantes > 0",
    "completes": "pieces_dues > 0 and pieces_conformes = pieces_dues",
}
INDEX = {
    **{nom: (*avant, *DATE) for nom, avant in DATES.items()},
    **{nom: (*avant, *NOM) for nom, avant in NOMS.items()},
}
PARTIELS = {
    f"{nom}{fin}": ((*avant, *DATE), si)
    for nom, si in PIECES.items()
    for fin, avant in (("", ()), ("_academie", ("academie",)))
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("candidat", "recherche", type_=LETTRES)
    op.add_column("candidature", sa.Column("recherche", LETTRES, nullable=False, server_default=""))
    op.add_column("candidature", sa.Column("decisions", JSON, nullable=False, server_default="{}"))
    op.add_column("candidature", sa.Column("correction", JSON, nullable=True))
    _remplir()
    op.create_index("ix_candidat_naissance_le", "candidat", ["naissance_le"])
    for nom, colonnes in INDEX.items():
        op.create_index(f"ix_candidature_{nom}", "candidature", colonnes)
    for nom, (colonnes, si) in PARTIELS.items():
        op.create_index(
            f"ix_candidature_{nom}", "candidature", colonnes,
            sqlite_where=sa.text(si), postgresql_where=sa.text(si),
        )  # fmt: skip


def downgrade() -> None:
    for nom in [*PARTIELS, *INDEX]:
        op.drop_index(f"ix_candidature_{nom}", table_name="candidature")
    op.drop_index("ix_candidat_naissance_le", table_name="candidat")
    op.drop_column("candidature", "correction")
    op.drop_column("candidature", "decisions")
    op.drop_column("candidature", "recherche")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("candidat", "recherche", type_=sa.String(collation="default"))


def _remplir() -> None:
    """Write `recherche` of the candidats that are there already, then of their candidatures."""
    base = op.get_bind()
    noms = ("nom_naissance", "nom_usage", "prenoms")
    candidat = sa.table("candidat", sa.column("id"), sa.column("recherche"), *map(sa.column, noms))
    derniere = 0
    while lignes := base.execute(
        sa.select(candidat.c.id, *(candidat.c[nom] for nom in noms))
        .where(candidat.c.id > derniere)
        .order_by(candidat.c.id)
        .limit(A_LA_FOIS)
    ).all():
        derniere = lignes[-1].id
        base.execute(
            candidat.update()
            .where(candidat.c.id == sa.bindparam("celui"))
            .values(recherche=sa.bindparam("mots")),
            [
                {"celui": ligne.id, "mots": " ".join(sans_accents(nom) for nom in ligne[1:] if nom)}
                for ligne in lignes
            ],
        )
    base.execute(
        sa.text(
            "update candidature set recherche ="
            " (select recherche from candidat where candidat.id = candidature.candidat_id)"
        )
    )
