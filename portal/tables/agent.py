"""Members of staff: their second factor, what they may see, the searches they keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.compte import Compte

DROITS = ("sante",)


class Agent(Base):
    """What a staff account has besides its password. `totp_secret` is sealed; `totp_pas` the last step used.

    Without a confirmed second factor, one may be set up until `enrolement_jusqu_a` (none: no more).

    `droits` are those of DROITS: « sante » opens handicap answers and the pièces of health.
    """

    __tablename__ = "agent"

    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), primary_key=True)
    totp_secret: Mapped[str | None]
    totp_confirme_le: Mapped[datetime | None]
    totp_pas: Mapped[int | None]
    enrolement_jusqu_a: Mapped[datetime | None]
    droits: Mapped[list[str]] = mapped_column(default=list)
    desactive_le: Mapped[datetime | None]

    compte: Mapped[Compte] = relationship()


class Perimetre(Base):
    """One part of the candidatures that an agent sees: an académie, a family, some spécialités, a centre.

    A null or an empty list stands for all of them; a secteur stands for the spécialités of that secteur.
    An agent without any row sees nothing.
    """

    __tablename__ = "perimetre"

    id: Mapped[int] = mapped_column(primary_key=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), index=True)
    academie: Mapped[str | None]
    famille: Mapped[str | None]
    specialites: Mapped[list[str]] = mapped_column(default=list)
    secteurs: Mapped[list[str]] = mapped_column(default=list)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))


class FiltreEnregistre(Base):
    """A search of the list of candidatures that an agent gave a name; `requete` is what the form says."""

    __tablename__ = "filtre_enregistre"
    __table_args__ = (UniqueConstraint("compte_id", "nom"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"))
    nom: Mapped[str]
    requete: Mapped[dict[str, Any]] = mapped_column(default=dict)
