"""Pièces and their files, members of staff, operations on many candidatures."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from portal.migrations.colonnes import JSON

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_confirme_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_pas", sa.Integer(), nullable=True),
        sa.Column("enrolement_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("droits", JSON, nullable=False),
        sa.Column("desactive_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_agent_compte_id_compte"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("compte_id", name=op.f("pk_agent")),
    )
    _accueillir_le_personnel()
    op.create_table(
        "filtre_enregistre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("requete", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["compte.id"],
            name=op.f("fk_filtre_enregistre_compte_id_compte"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filtre_enregistre")),
        sa.UniqueConstraint("compte_id", "nom", name=op.f("uq_filtre_enregistre_compte_id_nom")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=True),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("parametres", JSON, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("faites", sa.Integer(), nullable=False),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lancee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terminee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fichier", sa.String(), nullable=True),
        sa.Column("nom_fichier", sa.String(), nullable=True),
        sa.CheckConstraint(
            "etat in ('en_preparation', 'preparee', 'en_cours', 'terminee', 'abandonnee')",
            name=op.f("ck_operation_etat"),
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_operation_compte_id_compte"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("cle", name=op.f("uq_operation_cle")),
    )
    op.create_index("ix_operation_compte", "operation", ["compte_id", "id"], unique=False)
    op.create_table(
        "perimetre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("academie", sa.String(), nullable=True),
        sa.Column("famille", sa.String(), nullable=True),
        sa.Column("specialites", JSON, nullable=False),
        sa.Column("secteurs", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_perimetre_compte_id_compte"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perimetre")),
    )
    op.create_index(op.f("ix_perimetre_compte_id"), "perimetre", ["compte_id"], unique=False)
    op.create_table(
        "ligne_operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=True),
        sa.Column("donnees", JSON, nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("faite_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "etat in ('a_examiner', 'refusee', 'a_faire', 'faite', 'sans_objet', 'echec')",
            name=op.f("ck_ligne_operation_etat"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_ligne_operation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name=op.f("fk_ligne_operation_candidature_id_candidature")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_ligne_operation_operation_id_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_operation")),
        sa.UniqueConstraint("operation_id", "rang", name=op.f("uq_ligne_operation_operation_id_rang")),
    )
    op.create_index(
        op.f("ix_ligne_operation_candidature_id"), "ligne_operation", ["candidature_id"], unique=False
    )
    op.create_index(
        "ix_ligne_operation_etat", "ligne_operation", ["operation_id", "etat", "rang"], unique=False
    )
    op.create_table(
        "piece_candidature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("statut", sa.String(), nullable=True),
        sa.Column("recue_le", sa.Date(), nullable=True),
        sa.Column("canal_recu", sa.String(), nullable=True),
        sa.Column("information", sa.Text(), nullable=True),
        sa.Column("validee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("choix", sa.String(), nullable=True),
        sa.Column("reponses", JSON, nullable=False),
        sa.Column("non_concerne", sa.Text(), nullable=True),
        sa.Column("a_verifier", sa.Boolean(), nullable=False),
        sa.Column("prise_par", sa.Integer(), nullable=True),
        sa.Column("prise_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "statut in ('recue', 'non_conforme', 'conforme')", name=op.f("ck_piece_candidature_statut")
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["candidature.id"],
            name=op.f("fk_piece_candidature_candidature_id_candidature"),
        ),
        sa.ForeignKeyConstraint(
            ["prise_par"],
            ["compte.id"],
            name=op.f("fk_piece_candidature_prise_par_compte"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_candidature")),
        sa.UniqueConstraint("candidature_id", "cle", name=op.f("uq_piece_candidature_candidature_id_cle")),
    )
    op.create_index(
        "ix_piece_candidature_a_verifier",
        "piece_candidature",
        ["code", "id"],
        unique=False,
        sqlite_where=sa.text("a_verifier"),
        postgresql_where=sa.text("a_verifier"),
    )
    op.create_table(
        "decision_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=True),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statut", sa.String(), nullable=False),
        sa.Column("information", sa.Text(), nullable=True),
        sa.Column("avant", JSON, nullable=False),
        sa.Column("annulee_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_decision_piece_compte_id_compte"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["piece_candidature.id"], name=op.f("fk_decision_piece_piece_id_piece_candidature")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_piece")),
    )
    op.create_index(op.f("ix_decision_piece_piece_id"), "decision_piece", ["piece_id"], unique=False)
    op.create_index("ix_decision_piece_compte", "decision_piece", ["compte_id", "id"], unique=False)
    op.create_table(
        "depot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("taille", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("origine", sa.String(), nullable=False),
        sa.Column("repris_de", sa.Integer(), nullable=True),
        sa.Column("commence_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("depose_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retire_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("antivirus", sa.String(), nullable=False),
        sa.Column("apercu", sa.String(), nullable=False),
        sa.Column("apercus", JSON, nullable=False),
        sa.CheckConstraint(
            "antivirus in ('non_examine', 'en_attente', 'sain', 'infecte')", name=op.f("ck_depot_antivirus")
        ),
        sa.CheckConstraint(
            "apercu in ('a_faire', 'fait', 'impossible', 'sans_objet')", name=op.f("ck_depot_apercu")
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["piece_candidature.id"], name=op.f("fk_depot_piece_id_piece_candidature")
        ),
        sa.ForeignKeyConstraint(
            ["repris_de"], ["depot.id"], name=op.f("fk_depot_repris_de_depot"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
        sa.UniqueConstraint("cle", name=op.f("uq_depot_cle")),
    )
    op.create_index(op.f("ix_depot_piece_id"), "depot", ["piece_id"], unique=False)
    op.create_index(op.f("ix_depot_sha256"), "depot", ["sha256"], unique=False)
    op.add_column("candidat", sa.Column("recherche", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_candidat_recherche"), "candidat", ["recherche"], unique=False)
    op.add_column("candidature", sa.Column("categorie", sa.String(), nullable=True))
    op.add_column("candidature", sa.Column("delais", JSON, nullable=False, server_default="{}"))
    op.add_column("candidature", sa.Column("echeance", sa.String(), nullable=True))
    op.add_column("candidature", sa.Column("echeance_le", sa.DateTime(timezone=True), nullable=True))
    op.add_column("candidature", sa.Column("pieces_dues", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "candidature", sa.Column("pieces_manquantes", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "candidature", sa.Column("pieces_a_verifier", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "candidature", sa.Column("pieces_non_conformes", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "candidature", sa.Column("pieces_conformes", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_candidature_echeance_le", "candidature", ["echeance_le"], unique=False)
    op.add_column("connexion", sa.Column("second_facteur_le", sa.DateTime(timezone=True), nullable=True))


def _accueillir_le_personnel() -> None:
    """Members of staff of before have a month to set their second factor up."""
    compte = sa.table("compte", sa.column("id"), sa.column("profil"))
    agent = sa.table(
        "agent",
        sa.column("compte_id"),
        sa.column("droits", JSON),
        sa.column("enrolement_jusqu_a", sa.DateTime(timezone=True)),
    )
    jusqu_a = datetime.now(UTC) + timedelta(days=30)  # noqa: TID251 — a migration has no clock of its own
    lignes = op.get_bind().execute(sa.select(compte.c.id).where(compte.c.profil != "candidat")).scalars()
    op.bulk_insert(
        agent, [{"compte_id": un, "droits": [], "enrolement_jusqu_a": jusqu_a} for un in lignes.all()]
    )


def downgrade() -> None:
    op.drop_column("connexion", "second_facteur_le")
    op.drop_index("ix_candidature_echeance_le", table_name="candidature")
    op.drop_column("candidature", "pieces_conformes")
    op.drop_column("candidature", "pieces_non_conformes")
    op.drop_column("candidature", "pieces_a_verifier")
    op.drop_column("candidature", "pieces_manquantes")
    op.drop_column("candidature", "pieces_dues")
    op.drop_column("candidature", "echeance_le")
    op.drop_column("candidature", "echeance")
    op.drop_column("candidature", "delais")
    op.drop_column("candidature", "categorie")
    op.drop_index(op.f("ix_candidat_recherche"), table_name="candidat")
    op.drop_column("candidat", "recherche")
    op.drop_index(op.f("ix_depot_sha256"), table_name="depot")
    op.drop_index(op.f("ix_depot_piece_id"), table_name="depot")
    op.drop_table("depot")
    op.drop_index(op.f("ix_decision_piece_piece_id"), table_name="decision_piece")
    op.drop_table("decision_piece")
    op.drop_index(
        "ix_piece_candidature_a_verifier",
        table_name="piece_candidature",
        sqlite_where=sa.text("a_verifier"),
        postgresql_where=sa.text("a_verifier"),
    )
    op.drop_table("piece_candidature")
    op.drop_index("ix_ligne_operation_etat", table_name="ligne_operation")
    op.drop_index(op.f("ix_ligne_operation_candidature_id"), table_name="ligne_operation")
    op.drop_table("ligne_operation")
    op.drop_index(op.f("ix_perimetre_compte_id"), table_name="perimetre")
    op.drop_table("perimetre")
    op.drop_index("ix_operation_compte", table_name="operation")
    op.drop_table("operation")
    op.drop_table("filtre_enregistre")
    op.drop_table("agent")
