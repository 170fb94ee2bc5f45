"""Centres d'épreuves: who they are, what they offer for a session d'examen, and who took which place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.candidature import Candidature

OCCUPEE = text("rendue_le is null")


class Centre(Base):
    """One centre of a family. `code` is unique in its family; `departement` is « 02 », « 2A » or « 987 ».

    `modalites` is how candidates pay it, in its own words. It is habilité from `habilite_du` to
    `habilite_au`, both days included (no end: until further notice; no beginning: not habilité).
    """

    __tablename__ = "centre"
    __table_args__ = (
        UniqueConstraint("famille", "code"),
        Index("ix_centre_famille_departement", "famille", "departement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    famille: Mapped[str]
    code: Mapped[str]
    intitule: Mapped[str]
    adresse: Mapped[str]
    code_postal: Mapped[str]
    commune: Mapped[str]
    departement: Mapped[str]
    courriel: Mapped[str]
    telephone: Mapped[str | None]
    modalites: Mapped[str] = mapped_column(Text)
    habilite_du: Mapped[date | None]
    habilite_au: Mapped[date | None]
    desactive_le: Mapped[datetime | None]
    cree_le: Mapped[datetime]

    offres: Mapped[list[OffreCentre]] = relationship(back_populates="centre", order_by="OffreCentre.epreuve")


class OffreCentre(Base):
    """What a centre offers for one épreuve of one modèle. `champs` are the answers that the modèle asks.

    `prises` counts the rows of PlacePrise that are not given back: the database refuses one too many.
    """

    __tablename__ = "offre_centre"
    __table_args__ = (
        UniqueConstraint("centre_id", "slug", "epreuve"),
        CheckConstraint("prises >= 0 and prises <= places", name="places"),
        Index("ix_offre_centre_slug", "slug", "epreuve"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    slug: Mapped[str]
    epreuve: Mapped[str]
    champs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    places: Mapped[int]
    prises: Mapped[int] = mapped_column(default=0)
    ouverte: Mapped[bool] = mapped_column(default=True)

    centre: Mapped[Centre] = relationship(back_populates="offres")


class PlacePrise(Base):
    """One place taken by one candidature; `rendue_le` when it was given back."""

    __tablename__ = "place_prise"
    __table_args__ = (
        Index(
            "ix_place_prise_une_par_offre",
            "candidature_id",
            "offre_id",
            unique=True,
            sqlite_where=OCCUPEE,
            postgresql_where=OCCUPEE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offre_id: Mapped[int] = mapped_column(ForeignKey("offre_centre.id"), index=True)
    candidature_id: Mapped[int] = mapped_column(ForeignKey("candidature.id"))
    prise_le: Mapped[datetime]
    rendue_le: Mapped[datetime | None]

    offre: Mapped[OffreCentre] = relationship()
    candidature: Mapped[Candidature] = relationship()
