"""Messages shown on the home page for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Annonce(Base):
    """A message to everybody, from `du` until `au` (excluded; none: until it is withdrawn)."""

    __tablename__ = "annonce"
    __table_args__ = (CheckConstraint("niveau in ('info', 'alerte')", name="niveau"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    titre: Mapped[str]
    texte: Mapped[str]
    niveau: Mapped[str] = mapped_column(default="info")
    du: Mapped[datetime]
    au: Mapped[datetime | None]
