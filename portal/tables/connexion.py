"""Open logins, kept by the server so that each of them can be ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.compte import Compte


class Connexion(Base):
    """One login on one browser. The cookie holds a token, this row its SHA-256."""

    __tablename__ = "connexion"

    id: Mapped[int] = mapped_column(primary_key=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), index=True)
    jeton_hash: Mapped[str] = mapped_column(unique=True)
    creee_le: Mapped[datetime]
    vue_le: Mapped[datetime]
    revoquee_le: Mapped[datetime | None]
    second_facteur_le: Mapped[datetime | None]
    agent: Mapped[str | None]
    adresse_ip: Mapped[str | None]

    compte: Mapped[Compte] = relationship()
