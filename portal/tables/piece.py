"""Pièces of a candidature: what was handed in, what the service said of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Json
from portal.tables.candidature import Candidature, cle_publique

STATUTS = ("recue", "non_conforme", "conforme")
A_VERIFIER = text("a_verifier")


class PieceCandidature(Base):
    """One pièce that a candidature owes, from the first thing that happens to it; `cle` is PieceDue.cle.

    `statut` is null until the service says something (guide 002 §10); `recue_le` is the day of reception
    that it may give; `information` is its sentence to the candidate. `validee_le` is the instant of « J'ai
    fourni toutes mes pièces ». `choix` names one of « une_parmi », `non_concerne` is the reason given.
    `a_verifier` is true while the service has to look. A lease (`prise_par`, `prise_jusqu_a`) keeps two
    gestionnaires off the same pièce.
    """

    __tablename__ = "piece_candidature"
    __table_args__ = (
        UniqueConstraint("candidature_id", "cle"),
        CheckConstraint("statut in ('recue', 'non_conforme', 'conforme')", name="statut"),
        Index(
            "ix_piece_candidature_a_verifier",
            "code",
            "id",
            sqlite_where=A_VERIFIER,
            postgresql_where=A_VERIFIER,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int] = mapped_column(ForeignKey("candidature.id"))
    cle: Mapped[str]
    code: Mapped[str]
    statut: Mapped[str | None]
    recue_le: Mapped[date | None]
    canal_recu: Mapped[str | None]
    information: Mapped[str | None] = mapped_column(Text)
    validee_le: Mapped[datetime | None]
    choix: Mapped[str | None]
    reponses: Mapped[dict[str, Any]] = mapped_column(default=dict)
    non_concerne: Mapped[str | None] = mapped_column(Text)
    a_verifier: Mapped[bool] = mapped_column(default=False)
    prise_par: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
    prise_jusqu_a: Mapped[datetime | None]

    candidature: Mapped[Candidature] = relationship()
    depots: Mapped[list[Depot]] = relationship(back_populates="piece", order_by="Depot.id")


class Depot(Base):
    """One file handed in. It was on disk and read back before this row was written.

    `commence_le` is when its sending began: that instant is held against the deadline. `antivirus` and
    `apercu` say how far the checks behind the page are; `apercus` are the stored images of its pages.
    """

    __tablename__ = "depot"
    __table_args__ = (
        CheckConstraint("antivirus in ('non_examine', 'en_attente', 'sain', 'infecte')", name="antivirus"),
        CheckConstraint("apercu in ('a_faire', 'fait', 'impossible', 'sans_objet')", name="apercu"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece_candidature.id"), index=True)
    nom: Mapped[str]
    format: Mapped[str]
    taille: Mapped[int]
    pages: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(index=True)
    origine: Mapped[str] = mapped_column(default="candidat")
    repris_de: Mapped[int | None] = mapped_column(ForeignKey("depot.id", ondelete="SET NULL"))
    commence_le: Mapped[datetime]
    depose_le: Mapped[datetime]
    retire_le: Mapped[datetime | None]
    antivirus: Mapped[str] = mapped_column(default="non_examine")
    apercu: Mapped[str] = mapped_column(default="a_faire")
    apercus: Mapped[list[str]] = mapped_column(default=list)

    piece: Mapped[PieceCandidature] = relationship(back_populates="depots")


class DecisionPiece(Base):
    """One decision on one pièce: what it was before (`avant`), so that one click undoes it."""

    __tablename__ = "decision_piece"
    __table_args__ = (Index("ix_decision_piece_compte", "compte_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece_candidature.id"), index=True)
    compte_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
    le: Mapped[datetime]
    statut: Mapped[str]
    information: Mapped[str | None] = mapped_column(Text)
    avant: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    annulee_le: Mapped[datetime | None]

    piece: Mapped[PieceCandidature] = relationship()
