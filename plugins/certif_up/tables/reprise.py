"""The former candidates that the union hands over: one file, and what became of each of its lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.tables.candidature import cle_publique

ETATS = ("en_verification", "verifiee", "en_cours", "terminee", "abandonnee")
ETATS_LIGNE = ("a_verifier", "refusee", "prete", "a_rattacher", "faite", "sans_objet", "echec")


class Reprise(Base):
    """One file of former candidates, named and hashed (SHA-256); `par` handed it in, None for a command.

    en_verification (each line is checked) → verifiee (shown, nothing written) → en_cours → terminee;
    abandonnee instead of started. `lancements` is how often it was started.
    """

    __tablename__ = "certif_up_reprise"
    __table_args__ = (CheckConstraint(f"etat in {ETATS}", name="etat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    fichier: Mapped[str]
    empreinte: Mapped[str]
    etat: Mapped[str] = mapped_column(default="en_verification")
    total: Mapped[int] = mapped_column(default=0)
    lancements: Mapped[int] = mapped_column(default=0)
    par: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
    cree_le: Mapped[datetime]
    lancee_le: Mapped[datetime | None]
    terminee_le: Mapped[datetime | None]


class LigneReprise(Base):
    """One line of that file: its number, its cells, what came of it (`message` says why, in French).

    a_verifier → prete, refusee or sans_objet (it is there already); prete → faite, echec, or a_rattacher:
    its address is that of an account of the same person, and the union decides. `nuc` and `courriel` are
    the cells as compared, so that a double inside of the file is one query.
    """

    __tablename__ = "certif_up_reprise_ligne"
    __table_args__ = (
        UniqueConstraint("reprise_id", "rang"),
        CheckConstraint(f"etat in {ETATS_LIGNE}", name="etat"),
        Index("ix_certif_up_reprise_ligne_etat", "reprise_id", "etat", "rang"),
        Index("ix_certif_up_reprise_ligne_nuc", "reprise_id", "nuc"),
        Index("ix_certif_up_reprise_ligne_courriel", "reprise_id", "courriel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reprise_id: Mapped[int] = mapped_column(ForeignKey("certif_up_reprise.id"))
    rang: Mapped[int]
    contenu: Mapped[dict[str, Any]] = mapped_column(default=dict)
    nuc: Mapped[str] = mapped_column(default="")
    courriel: Mapped[str] = mapped_column(default="")
    etat: Mapped[str] = mapped_column(default="a_verifier")
    message: Mapped[str | None] = mapped_column(Text)
    candidat_id: Mapped[int | None] = mapped_column(ForeignKey("candidat.id", ondelete="SET NULL"))
    faite_le: Mapped[datetime | None]
