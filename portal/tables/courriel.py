"""Mails to send: written with the business row, sent after the commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class CourrielSortant(Base):
    """One mail. `cle` makes it unique (asking twice sends once), `message_id` is fixed at insertion.

    a_envoyer → en_cours (leased until `bail_jusqu_a`) → envoye, or a_reessayer (not before `essai_apres`),
    or echec, which only a person restarts.
    """

    __tablename__ = "courriel_sortant"
    __table_args__ = (
        CheckConstraint("etat in ('a_envoyer', 'en_cours', 'a_reessayer', 'envoye', 'echec')", name="etat"),
        Index("ix_courriel_sortant_etat", "etat", "essai_apres"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    destinataire: Mapped[str]
    objet: Mapped[str]
    texte: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    etat: Mapped[str] = mapped_column(default="a_envoyer")
    tentatives: Mapped[int] = mapped_column(default=0)
    essai_apres: Mapped[datetime]
    bail_jusqu_a: Mapped[datetime | None]
    erreur: Mapped[str | None] = mapped_column(Text)
    cree_le: Mapped[datetime]
    envoye_le: Mapped[datetime | None]
    compte_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"), index=True)
    candidature_id: Mapped[int | None] = mapped_column(ForeignKey("candidature.id"), index=True)
