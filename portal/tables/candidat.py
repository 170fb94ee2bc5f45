"""The persons who register."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.domain.texte_saisi import sans_accents
from portal.tables.compte import Compte

# Compared character by character: « DUR » begins what lies between « DUR » and the next word, everywhere.
Recherche = String().with_variant(String(collation="C"), "postgresql")


class Candidat(Base):
    """État civil of a candidate, as given when the account was created.

    `numero` is the 11-digit candidate number, given once. `naissance_pays` is ISO 3166-1 alpha-2,
    `naissance_departement` the three-character code (« 062 », « 02A », « 971 »).
    `recherche` is how staff look a name up: « DURAND ELISE MARIE », without accents.
    """

    __tablename__ = "candidat"

    id: Mapped[int] = mapped_column(primary_key=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), unique=True)
    numero: Mapped[str | None] = mapped_column(unique=True)
    civilite: Mapped[str]
    nom_naissance: Mapped[str]
    nom_usage: Mapped[str | None]
    prenoms: Mapped[str]
    naissance_le: Mapped[date] = mapped_column(index=True)
    naissance_pays: Mapped[str]
    naissance_departement: Mapped[str | None]
    naissance_commune: Mapped[str | None]
    naissance_commune_code: Mapped[str | None]
    cree_le: Mapped[datetime]
    recherche: Mapped[str] = mapped_column(Recherche, default="", index=True)

    compte: Mapped[Compte] = relationship(back_populates="candidat")


@event.listens_for(Candidat, "before_insert")
@event.listens_for(Candidat, "before_update")
def _noter_la_recherche(_mapper: object, _connexion: object, candidat: Candidat) -> None:
    noms = (candidat.nom_naissance, candidat.nom_usage, candidat.prenoms)
    candidat.recherche = " ".join(sans_accents(nom) for nom in noms if nom)
