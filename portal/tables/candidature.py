"""Registrations of candidates, and the states they were recorded in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Json
from portal.tables.candidat import Candidat
from portal.tables.modele import VersionModele

EN_COURS = text("phase in ('brouillon', 'deposee', 'inscrite')")


def cle_publique() -> str:
    """Make the random identifier that a URL shows; it never replaces an access check."""
    return secrets.token_urlsafe(16)


class Candidature(Base):
    """One registration of a candidate to one modèle d'examen.

    `brouillon` is what is being typed (flat answers), `revision` counts its changes; `reponses` is what was
    recorded last, `version` counts the recordings. A candidate has one living candidature per slug.

    `delais` are later deadlines granted to this person (ISO instants by period, jalon or « pieces »);
    `echeance` is the automatic transition that waits, due at `echeance_le`. The counts of required pièces
    and `categorie` are copies that make lists fast: `services.piece.recompter` writes them.
    """

    __tablename__ = "candidature"
    __table_args__ = (
        UniqueConstraint("candidat_id", "numero_inscription"),
        Index(
            "ix_candidature_une_en_cours",
            "candidat_id",
            "slug",
            unique=True,
            sqlite_where=EN_COURS,
            postgresql_where=EN_COURS,
        ),
        Index("ix_candidature_slug_phase", "slug", "phase"),
        Index("ix_candidature_echeance_le", "echeance_le"),
        Index("ix_candidature_famille_annee", "candidat_id", "famille", "annee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    candidat_id: Mapped[int] = mapped_column(ForeignKey("candidat.id"))
    version_modele_id: Mapped[int] = mapped_column(ForeignKey("version_modele.id"))
    slug: Mapped[str]
    famille: Mapped[str]
    academie: Mapped[str]
    session_examen: Mapped[str]
    annee: Mapped[int]
    specialite: Mapped[str | None]
    etat: Mapped[str]
    phase: Mapped[str]
    numero_inscription: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)
    brouillon: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)
    validees: Mapped[list[str]] = mapped_column(default=list)
    reponses: Mapped[dict[str, Any] | None] = mapped_column(Json)
    comparables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    cree_le: Mapped[datetime]
    modifiee_le: Mapped[datetime]
    enregistree_le: Mapped[datetime | None]
    categorie: Mapped[str | None]
    delais: Mapped[dict[str, Any]] = mapped_column(default=dict)
    echeance: Mapped[str | None]
    echeance_le: Mapped[datetime | None]
    pieces_dues: Mapped[int] = mapped_column(default=0)
    pieces_manquantes: Mapped[int] = mapped_column(default=0)
    pieces_a_verifier: Mapped[int] = mapped_column(default=0)
    pieces_non_conformes: Mapped[int] = mapped_column(default=0)
    pieces_conformes: Mapped[int] = mapped_column(default=0)

    candidat: Mapped[Candidat] = relationship()
    version_modele: Mapped[VersionModele] = relationship()


class VersionCandidature(Base):
    """What was recorded, once and for all: answers and état civil of that instant, with their SHA-256."""

    __tablename__ = "version_candidature"
    __table_args__ = (UniqueConstraint("candidature_id", "numero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int] = mapped_column(ForeignKey("candidature.id"))
    numero: Mapped[int]
    version_modele_id: Mapped[int] = mapped_column(ForeignKey("version_modele.id"))
    reponses: Mapped[dict[str, Any]]
    candidat: Mapped[dict[str, Any]]
    empreinte: Mapped[str]
    enregistree_le: Mapped[datetime]

    candidature: Mapped[Candidature] = relationship()
    version_modele: Mapped[VersionModele] = relationship()
