"""Two records that look like one person: proposed to the union, decided by it, never again asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.tables.candidature import cle_publique

ETATS = ("proposee", "distinctes", "faite")


class Fusion(Base):
    """A pair of candidats, the smaller id first.

    proposee → distinctes (two persons) or faite (one person: `garde_id` is the candidat that was kept).
    """

    __tablename__ = "certif_up_fusion"
    __table_args__ = (
        UniqueConstraint("premier_id", "second_id"),
        CheckConstraint(f"etat in {ETATS}", name="etat"),
        CheckConstraint("premier_id < second_id", name="ordre"),
        Index("ix_certif_up_fusion_etat", "etat", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    premier_id: Mapped[int] = mapped_column(ForeignKey("candidat.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("candidat.id", ondelete="CASCADE"), index=True)
    etat: Mapped[str] = mapped_column(default="proposee")
    garde_id: Mapped[int | None] = mapped_column(ForeignKey("candidat.id", ondelete="CASCADE"))
    proposee_le: Mapped[datetime]
    decidee_le: Mapped[datetime | None]
    decidee_par: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
