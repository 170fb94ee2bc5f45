"""Work to do after the commit, kept until it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Tache(Base):
    """One job: `genre` names the function, `charge` holds identifiers only, `cle` makes it unique."""

    __tablename__ = "tache"
    __table_args__ = (
        CheckConstraint("etat in ('prete', 'en_cours', 'faite', 'echec')", name="etat"),
        Index("ix_tache_etat", "etat", "apres"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    genre: Mapped[str]
    charge: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cle: Mapped[str] = mapped_column(unique=True)
    etat: Mapped[str] = mapped_column(default="prete")
    tentatives: Mapped[int] = mapped_column(default=0)
    apres: Mapped[datetime]
    bail_jusqu_a: Mapped[datetime | None]
    erreur: Mapped[str | None] = mapped_column(Text)
    cree_le: Mapped[datetime]
