"""One-time links sent by mail, and attempts that are counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.compte import Compte


class Jeton(Base):
    """A link that does one thing once. The mail holds the token, this row its SHA-256."""

    __tablename__ = "jeton"
    __table_args__ = (CheckConstraint("objet in ('activation', 'mot_de_passe', 'courriel')", name="objet"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    empreinte: Mapped[str] = mapped_column(unique=True)
    objet: Mapped[str]
    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), index=True)
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cree_le: Mapped[datetime]
    expire_le: Mapped[datetime]
    utilise_le: Mapped[datetime | None]

    compte: Mapped[Compte] = relationship()


class Tentative(Base):
    """How often something was tried since `depuis`, under a key such as « connexion:<sha256> »."""

    __tablename__ = "tentative"

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True)
    nombre: Mapped[int] = mapped_column(default=0)
    depuis: Mapped[datetime]
    bloque_jusqu_a: Mapped[datetime | None]
