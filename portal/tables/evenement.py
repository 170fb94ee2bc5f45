"""The journal: who did what, when, and why. Rows are added; the database refuses any other change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Evenement(Base):
    """Something that happened to a candidature or an account; `de` and `vers` are états.

    `compte_id` is who did it, null for the portal itself, or once that account is erased. What is done to
    another account names it in `donnees["compte"]`.
    """

    __tablename__ = "evenement"
    __table_args__ = (
        Index("ix_evenement_nature", "nature", "id"),
        Index("ix_evenement_le", "le", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int | None] = mapped_column(ForeignKey("candidature.id"), index=True)
    compte_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"), index=True)
    le: Mapped[datetime]
    nature: Mapped[str]
    de: Mapped[str | None]
    vers: Mapped[str | None]
    motif: Mapped[str | None]
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
