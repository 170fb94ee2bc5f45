"""Counters without gaps."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Compteur(Base):
    """The last number given under a key; incremented in the transaction that uses the number."""

    __tablename__ = "compteur"

    cle: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
