"""The first tables."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.colonnes import JSON

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annonce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titre", sa.String(), nullable=False),
        sa.Column("texte", sa.String(), nullable=False),
        sa.Column("niveau", sa.String(), nullable=False),
        sa.Column("du", sa.DateTime(timezone=True), nullable=False),
        sa.Column("au", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("niveau in ('info', 'alerte')", name=op.f("ck_annonce_niveau")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annonce")),
    )
    op.create_table(
        "compte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("courriel", sa.String(), nullable=False),
        sa.Column("mot_de_passe", sa.String(), nullable=False),
        sa.Column("profil", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=True),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "profil in ('candidat', 'auteur', 'gestionnaire', 'centre', 'administrateur')",
            name=op.f("ck_compte_profil"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte")),
        sa.UniqueConstraint("courriel", name=op.f("uq_compte_courriel")),
    )
    op.create_table(
        "compteur",
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("pk_compteur")),
    )
    op.create_table(
        "tache",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("charge", JSON, nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("tentatives", sa.Integer(), nullable=False),
        sa.Column("apres", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bail_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("etat in ('prete', 'en_cours', 'faite', 'echec')", name=op.f("ck_tache_etat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tache")),
        sa.UniqueConstraint("cle", name=op.f("uq_tache_cle")),
    )
    with op.batch_alter_table("tache", schema=None) as batch_op:
        batch_op.create_index("ix_tache_etat", ["etat", "apres"], unique=False)

    op.create_table(
        "tentative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("depuis", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bloque_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tentative")),
        sa.UniqueConstraint("cle", name=op.f("uq_tentative_cle")),
    )
    op.create_table(
        "version_modele",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("famille", sa.String(), nullable=False),
        sa.Column("academie", sa.String(), nullable=False),
        sa.Column("session_examen", sa.String(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("fige", sa.Text(), nullable=False),
        sa.Column("vif", sa.Text(), nullable=False),
        sa.Column("hash_fige", sa.String(), nullable=False),
        sa.Column("hash_vif", sa.String(), nullable=False),
        sa.Column("resume", JSON, nullable=False),
        sa.Column("publie_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publie_par", sa.String(), nullable=False),
        sa.Column("courant", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_modele")),
        sa.UniqueConstraint("slug", "numero", name=op.f("uq_version_modele_slug_numero")),
    )
    with op.batch_alter_table("version_modele", schema=None) as batch_op:
        batch_op.create_index(
            "ix_version_modele_courant",
            ["slug"],
            unique=True,
            sqlite_where=sa.text("courant"),
            postgresql_where=sa.text("courant"),
        )

    op.create_table(
        "candidat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(), nullable=True),
        sa.Column("civilite", sa.String(), nullable=False),
        sa.Column("nom_naissance", sa.String(), nullable=False),
        sa.Column("nom_usage", sa.String(), nullable=True),
        sa.Column("prenoms", sa.String(), nullable=False),
        sa.Column("naissance_le", sa.Date(), nullable=False),
        sa.Column("naissance_pays", sa.String(), nullable=False),
        sa.Column("naissance_departement", sa.String(), nullable=True),
        sa.Column("naissance_commune", sa.String(), nullable=True),
        sa.Column("naissance_commune_code", sa.String(), nullable=True),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_candidat_compte_id_compte"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidat")),
        sa.UniqueConstraint("compte_id", name=op.f("uq_candidat_compte_id")),
        sa.UniqueConstraint("numero", name=op.f("uq_candidat_numero")),
    )
    op.create_table(
        "connexion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("jeton_hash", sa.String(), nullable=False),
        sa.Column("creee_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vue_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoquee_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("adresse_ip", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_connexion_compte_id_compte"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connexion")),
        sa.UniqueConstraint("jeton_hash", name=op.f("uq_connexion_jeton_hash")),
    )
    with op.batch_alter_table("connexion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connexion_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "jeton",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(), nullable=False),
        sa.Column("objet", sa.String(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("donnees", JSON, nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("utilise_le", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "objet in ('activation', 'mot_de_passe', 'courriel')", name=op.f("ck_jeton_objet")
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_jeton_compte_id_compte"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jeton")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_jeton_empreinte")),
    )
    with op.batch_alter_table("jeton", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jeton_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "candidature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("candidat_id", sa.Integer(), nullable=False),
        sa.Column("version_modele_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("famille", sa.String(), nullable=False),
        sa.Column("academie", sa.String(), nullable=False),
        sa.Column("session_examen", sa.String(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("specialite", sa.String(), nullable=True),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("numero_inscription", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("brouillon", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("validees", JSON, nullable=False),
        sa.Column("reponses", JSON, nullable=True),
        sa.Column("comparables", JSON, nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modifiee_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enregistree_le", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidat_id"], ["candidat.id"], name=op.f("fk_candidature_candidat_id_candidat")
        ),
        sa.ForeignKeyConstraint(
            ["version_modele_id"],
            ["version_modele.id"],
            name=op.f("fk_candidature_version_modele_id_version_modele"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidature")),
        sa.UniqueConstraint(
            "candidat_id", "numero_inscription", name=op.f("uq_candidature_candidat_id_numero_inscription")
        ),
        sa.UniqueConstraint("cle", name=op.f("uq_candidature_cle")),
    )
    with op.batch_alter_table("candidature", schema=None) as batch_op:
        batch_op.create_index(
            "ix_candidature_famille_annee", ["candidat_id", "famille", "annee"], unique=False
        )
        batch_op.create_index("ix_candidature_slug_phase", ["slug", "phase"], unique=False)
        batch_op.create_index(
            "ix_candidature_une_en_cours",
            ["candidat_id", "slug"],
            unique=True,
            sqlite_where=sa.text("phase in ('brouillon', 'deposee', 'inscrite')"),
            postgresql_where=sa.text("phase in ('brouillon', 'deposee', 'inscrite')"),
        )

    op.create_table(
        "courriel_sortant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("destinataire", sa.String(), nullable=False),
        sa.Column("objet", sa.String(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("tentatives", sa.Integer(), nullable=False),
        sa.Column("essai_apres", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bail_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("envoye_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compte_id", sa.Integer(), nullable=True),
        sa.Column("candidature_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "etat in ('a_envoyer', 'en_cours', 'a_reessayer', 'envoye', 'echec')",
            name=op.f("ck_courriel_sortant_etat"),
        ),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["candidature.id"],
            name=op.f("fk_courriel_sortant_candidature_id_candidature"),
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["compte.id"],
            name=op.f("fk_courriel_sortant_compte_id_compte"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courriel_sortant")),
        sa.UniqueConstraint("cle", name=op.f("uq_courriel_sortant_cle")),
        sa.UniqueConstraint("message_id", name=op.f("uq_courriel_sortant_message_id")),
    )
    with op.batch_alter_table("courriel_sortant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_courriel_sortant_candidature_id"), ["candidature_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_courriel_sortant_compte_id"), ["compte_id"], unique=False)
        batch_op.create_index("ix_courriel_sortant_etat", ["etat", "essai_apres"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("intitule", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contexte", JSON, nullable=False),
        sa.Column("stockage_cle", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("taille", sa.Integer(), nullable=True),
        sa.Column("verification", sa.String(), nullable=False),
        sa.Column("remplace_par", sa.Integer(), nullable=True),
        sa.CheckConstraint("etat in ('a_produire', 'produit', 'echec')", name=op.f("ck_document_etat")),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name=op.f("fk_document_candidature_id_candidature")
        ),
        sa.ForeignKeyConstraint(
            ["remplace_par"], ["document.id"], name=op.f("fk_document_remplace_par_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "candidature_id", "code", "version", name=op.f("uq_document_candidature_id_code_version")
        ),
        sa.UniqueConstraint("cle", name=op.f("uq_document_cle")),
        sa.UniqueConstraint("verification", name=op.f("uq_document_verification")),
    )
    op.create_table(
        "evenement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=True),
        sa.Column("compte_id", sa.Integer(), nullable=True),
        sa.Column("le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("de", sa.String(), nullable=True),
        sa.Column("vers", sa.String(), nullable=True),
        sa.Column("motif", sa.String(), nullable=True),
        sa.Column("donnees", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["candidature_id"], ["candidature.id"], name=op.f("fk_evenement_candidature_id_candidature")
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["compte.id"], name=op.f("fk_evenement_compte_id_compte"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evenement")),
    )
    with op.batch_alter_table("evenement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evenement_candidature_id"), ["candidature_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evenement_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "version_candidature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidature_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("version_modele_id", sa.Integer(), nullable=False),
        sa.Column("reponses", JSON, nullable=False),
        sa.Column("candidat", JSON, nullable=False),
        sa.Column("empreinte", sa.String(), nullable=False),
        sa.Column("enregistree_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidature_id"],
            ["candidature.id"],
            name=op.f("fk_version_candidature_candidature_id_candidature"),
        ),
        sa.ForeignKeyConstraint(
            ["version_modele_id"],
            ["version_modele.id"],
            name=op.f("fk_version_candidature_version_modele_id_version_modele"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_candidature")),
        sa.UniqueConstraint(
            "candidature_id", "numero", name=op.f("uq_version_candidature_candidature_id_numero")
        ),
    )


def downgrade() -> None:
    op.drop_table("version_candidature")
    with op.batch_alter_table("evenement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evenement_compte_id"))
        batch_op.drop_index(batch_op.f("ix_evenement_candidature_id"))

    op.drop_table("evenement")
    op.drop_table("document")
    with op.batch_alter_table("courriel_sortant", schema=None) as batch_op:
        batch_op.drop_index("ix_courriel_sortant_etat")
        batch_op.drop_index(batch_op.f("ix_courriel_sortant_compte_id"))
        batch_op.drop_index(batch_op.f("ix_courriel_sortant_candidature_id"))

    op.drop_table("courriel_sortant")
    with op.batch_alter_table("candidature", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_candidature_une_en_cours",
            sqlite_where=sa.text("phase in ('brouillon', 'deposee', 'inscrite')"),
            postgresql_where=sa.text("phase in ('brouillon', 'deposee', 'inscrite')"),
        )
        batch_op.drop_index("ix_candidature_slug_phase")
        batch_op.drop_index("ix_candidature_famille_annee")

    op.drop_table("candidature")
    with op.batch_alter_table("jeton", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jeton_compte_id"))

    op.drop_table("jeton")
    with op.batch_alter_table("connexion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connexion_compte_id"))

    op.drop_table("connexion")
    op.drop_table("candidat")
    with op.batch_alter_table("version_modele", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_version_modele_courant", sqlite_where=sa.text("courant"), postgresql_where=sa.text("courant")
        )

    op.drop_table("version_modele")
    op.drop_table("tentative")
    with op.batch_alter_table("tache", schema=None) as batch_op:
        batch_op.drop_index("ix_tache_etat")

    op.drop_table("tache")
    op.drop_table("compteur")
    op.drop_table("compte")
    op.drop_table("annonce")
