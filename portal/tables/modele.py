"""Published versions of the modèles d'examen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Json


class VersionModele(Base):
    """One published state of a modèle d'examen; never changed once stored, but for `courant`.

    `fige` (what a candidature is pinned to) and `vif` (calendar, contacts, mails: always read from the
    current version) are canonical JSON texts, each with its SHA-256. One version per slug is current.
    """

    __tablename__ = "version_modele"
    __table_args__ = (
        UniqueConstraint("slug", "numero"),
        Index(
            "ix_version_modele_courant",
            "slug",
            unique=True,
            sqlite_where=text("courant"),
            postgresql_where=text("courant"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    numero: Mapped[int]
    famille: Mapped[str]
    academie: Mapped[str]
    session_examen: Mapped[str]
    annee: Mapped[int]
    fige: Mapped[str] = mapped_column(Text)
    vif: Mapped[str] = mapped_column(Text)
    hash_fige: Mapped[str]
    hash_vif: Mapped[str]
    resume: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    publie_le: Mapped[datetime]
    publie_par: Mapped[str]
    courant: Mapped[bool] = mapped_column(default=False)


class SourceModele(Base):
    """The last reading of one file of exam_templates/: what it was, and what was wrong with it.

    `empreinte` covers the file, its family and the compiler, so that a start reads again only what changed.
    `diagnostics` is empty when the file was published; `slug` is null when the file does not say which it is.
    """

    __tablename__ = "source_modele"

    fichier: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str | None]
    empreinte: Mapped[str]
    diagnostics: Mapped[list[str]] = mapped_column(default=list)
    constate_le: Mapped[datetime]
