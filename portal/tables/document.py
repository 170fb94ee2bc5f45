"""PDF published to a candidate, each with its versions."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.candidature import Candidature, cle_publique


def jeton_verification() -> str:
    """Make the code that lets anybody check a printed document."""
    return secrets.token_urlsafe(12)


class Document(Base):
    """One version of one document of a candidature.

    The row is written with the event that calls for it; the file follows (`a_produire`, `produit`,
    `echec`). `contexte` is all that the PDF needs, so that it is drawn the same at any time.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("candidature_id", "code", "version"),
        CheckConstraint("etat in ('a_produire', 'produit', 'echec')", name="etat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    candidature_id: Mapped[int] = mapped_column(ForeignKey("candidature.id"))
    code: Mapped[str]
    intitule: Mapped[str]
    version: Mapped[int]
    etat: Mapped[str] = mapped_column(default="a_produire")
    le: Mapped[datetime]
    contexte: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stockage_cle: Mapped[str | None]
    sha256: Mapped[str | None]
    taille: Mapped[int | None]
    verification: Mapped[str] = mapped_column(unique=True, default=jeton_verification)
    remplace_par: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    candidature: Mapped[Candidature] = relationship()
