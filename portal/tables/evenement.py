"""The journal: who did what, when, and why. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Evenement(Base):
    """Something that happened to a candidature or an account; `de` and `vers` are états."""

    __tablename__ = "evenement"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int | None] = mapped_column(ForeignKey("candidature.id"), index=True)
    compte_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"), index=True)
    le: Mapped[datetime]
    nature: Mapped[str]
    de: Mapped[str | None]
    vers: Mapped[str | None]
    motif: Mapped[str | None]
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
