"""Logins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base

if TYPE_CHECKING:
    from portal.tables.candidat import Candidat

CANDIDAT = "candidat"
PROFILS = (CANDIDAT, "auteur", "gestionnaire", "centre", "administrateur")


class Compte(Base):
    """A login. `courriel` is normalised (lower case) and identifies the person who logs in.

    `active_le` is empty until the activation link was used: such an account cannot log in. `nom` is what
    a member of staff is called on screen; a candidate's name is in Candidat. `remplace_par` is the account
    of the same person that this one was joined to: nobody logs in to this one any more, its address leads
    to the other.
    """

    __tablename__ = "compte"
    __table_args__ = (CheckConstraint(f"profil in {PROFILS}", name="profil"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    courriel: Mapped[str] = mapped_column(unique=True)
    mot_de_passe: Mapped[str]
    profil: Mapped[str]
    nom: Mapped[str | None]
    cree_le: Mapped[datetime]
    active_le: Mapped[datetime | None]
    remplace_par: Mapped[int | None] = mapped_column(ForeignKey("compte.id"))

    candidat: Mapped[Candidat | None] = relationship(back_populates="compte", passive_deletes=True)
