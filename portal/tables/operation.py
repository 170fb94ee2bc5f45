"""Work on many candidatures at once: asked for, shown beforehand, done line by line, never twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.candidature import Candidature, cle_publique
from portal.tables.document import Document


class Operation(Base):
    """One operation of one agent. `genre` names what is done, `parametres` how; a fichier is what it gives.

    en_preparation (who is concerned is being read) → preparee (shown, nothing done) → en_cours → terminee;
    abandonnee instead of started.
    """

    __tablename__ = "operation"
    __table_args__ = (
        CheckConstraint(
            "etat in ('en_preparation', 'preparee', 'en_cours', 'terminee', 'abandonnee')", name="etat"
        ),
        Index("ix_operation_compte", "compte_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    genre: Mapped[str]
    compte_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
    etat: Mapped[str] = mapped_column(default="en_preparation")
    parametres: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total: Mapped[int] = mapped_column(default=0)
    faites: Mapped[int] = mapped_column(default=0)
    echecs: Mapped[int] = mapped_column(default=0)
    cree_le: Mapped[datetime]
    lancee_le: Mapped[datetime | None]
    terminee_le: Mapped[datetime | None]
    fichier: Mapped[str | None]
    nom_fichier: Mapped[str | None]

    lignes: Mapped[list[LigneOperation]] = relationship(
        back_populates="operation", order_by="LigneOperation.rang"
    )


class LigneOperation(Base):
    """What an operation does to one candidature, and what came of it (`message` says why, in French).

    a_examiner → a_faire or sans_objet, then faite, echec or sans_objet. A row of a CSV file that is wrong is
    `refusee`: its `rang` is its number in the file. `document` is what the operation published.
    """

    __tablename__ = "ligne_operation"
    __table_args__ = (
        UniqueConstraint("operation_id", "rang"),
        CheckConstraint(
            "etat in ('a_examiner', 'refusee', 'a_faire', 'faite', 'sans_objet', 'echec')", name="etat"
        ),
        Index("ix_ligne_operation_etat", "operation_id", "etat", "rang"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    rang: Mapped[int]
    candidature_id: Mapped[int | None] = mapped_column(ForeignKey("candidature.id"), index=True)
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
    etat: Mapped[str] = mapped_column(default="a_examiner")
    message: Mapped[str | None] = mapped_column(Text)
    faite_le: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    operation: Mapped[Operation] = relationship(back_populates="lignes")
    candidature: Mapped[Candidature | None] = relationship()
    document: Mapped[Document | None] = relationship()
