"""Registrations of candidates, and the states they were recorded in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, UniqueConstraint, event, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Json
from portal.tables.candidat import Candidat, Recherche
from portal.tables.modele import VersionModele

EN_COURS = text("phase in ('brouillon', 'deposee', 'inscrite')")
A_OUVRIR = text("suite is not null")
DANS_UN_CENTRE = text("centre_id is not null")
# What a list is narrowed by and what it is sorted by, together in one index: it then reads what it shows
# and nothing else, however many rows there are (docs/decisions/0016). `id` tells equal ones apart; what
# stands after it is there to be read without the row.
PAR_DATE: dict[str, tuple[str, ...]] = {
    "date": (),
    "academie_date": ("academie",),
    "academie_specialite_date": ("academie", "specialite"),
    "specialite_date": ("specialite",),
    "slug_date": ("slug",),
    "etat_date": ("etat",),
}
PAR_NOM: dict[str, tuple[str, ...]] = {
    "nom": (),
    "academie_nom": ("academie",),
    "academie_specialite_nom": ("academie", "specialite"),
    "specialite_nom": ("specialite",),
    "slug_nom": ("slug",),
}
DATE, NOM = ("enregistree_le", "id", "famille"), ("recherche", "id", "famille", "enregistree_le")
PIECES = {
    "a_verifier": text("pieces_a_verifier > 0"),
    "non_conformes": text("pieces_non_conformes > 0"),
    "manquantes": text("pieces_manquantes > 0"),
    "completes": text("pieces_dues > 0 and pieces_conformes = pieces_dues"),
}


def cle_publique() -> str:
    """Make the random identifier that a URL shows; it never replaces an access check."""
    return secrets.token_urlsafe(16)


class Candidature(Base):
    """One registration of a candidate to one modèle d'examen.

    `brouillon` is what is being typed (flat answers), `revision` counts its changes; `reponses` is what was
    recorded last, `version` counts the recordings. A candidate has one living candidature per slug, and
    several, each with its `exemplaire`, where the modèle allows it.

    `delais` are later deadlines granted to this person (ISO instants by period, jalon or « pieces »);
    `echeance` is the automatic transition that waits, due at `echeance_le`. The counts of required pièces
    and `categorie` are copies that make lists fast: `services.piece.recompter` writes them. `recherche` is
    that of the candidat. `decisions` is what the service said of each acquis to confirm (« acquis.EP1 »)
    and of each règle to examine (« regle.age »); `correction` is the draft of a correction by the service.

    `centre_id` is the centre that was chosen when it was recorded. `origine` is the transition of another
    candidature (`origine_id`) that opened this one, kept by what takes its place in the same session; `suite`
    is one of its own that has to open another.
    """

    __tablename__ = "candidature"
    __table_args__ = (
        UniqueConstraint("candidat_id", "numero_inscription"),
        Index(
            "ix_candidature_une_en_cours",
            "candidat_id",
            "slug",
            "exemplaire",
            unique=True,
            sqlite_where=EN_COURS,
            postgresql_where=EN_COURS,
        ),
        Index("ix_candidature_slug_phase", "slug", "phase"),
        Index("ix_candidature_echeance_le", "echeance_le"),
        Index("ix_candidature_famille_annee", "candidat_id", "famille", "annee"),
        Index("ix_candidature_centre_date", "centre_id", "enregistree_le", "id"),
        Index(
            "ix_candidature_slug_centre",
            "slug",
            "phase",
            "centre_id",
            "etat",
            sqlite_where=DANS_UN_CENTRE,
            postgresql_where=DANS_UN_CENTRE,
        ),
        Index("ix_candidature_suite", "suite", sqlite_where=A_OUVRIR, postgresql_where=A_OUVRIR),
        *(Index(f"ix_candidature_{nom}", *avant, *DATE) for nom, avant in PAR_DATE.items()),
        *(Index(f"ix_candidature_{nom}", *avant, *NOM) for nom, avant in PAR_NOM.items()),
        *(
            Index(f"ix_candidature_{nom}{fin}", *avant, *DATE, sqlite_where=si, postgresql_where=si)
            for nom, si in PIECES.items()
            for fin, avant in (("", ()), ("_academie", ("academie",)))
        ),
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
    recherche: Mapped[str] = mapped_column(Recherche, default="")
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    correction: Mapped[dict[str, Any] | None] = mapped_column(Json)
    exemplaire: Mapped[int] = mapped_column(default=1)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    origine: Mapped[str | None]
    origine_id: Mapped[int | None] = mapped_column(ForeignKey("candidature.id"))
    suite: Mapped[str | None]

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


@event.listens_for(Candidature, "before_insert")
def _copier_la_recherche(_mapper: object, connexion: Connection, candidature: Candidature) -> None:
    du_candidat = select(Candidat.recherche).where(Candidat.id == candidature.candidat_id)
    candidature.recherche = connexion.scalar(du_candidat) or ""


@event.listens_for(Candidat, "after_update")
def _suivre_la_recherche(_mapper: object, connexion: Connection, candidat: Candidat) -> None:
    siennes = Candidature.candidat_id == candidat.id
    connexion.execute(update(Candidature).where(siennes).values(recherche=candidat.recherche))
