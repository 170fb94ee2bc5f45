"""Money that was received for a candidature. Nothing here is ever erased, nor given back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.tables.candidature import Candidature


class Paiement(Base):
    """One sum, in euro cents. `moyen` is one of the modèle; `tiers`: paid for by somebody else's budget.

    `annule_le` and `motif` take back a sum that was written by mistake: it counts for nothing then.
    """

    __tablename__ = "paiement"
    __table_args__ = (CheckConstraint("centimes > 0", name="centimes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[int] = mapped_column(ForeignKey("candidature.id"), index=True)
    centimes: Mapped[int]
    moyen: Mapped[str]
    tiers: Mapped[bool] = mapped_column(default=False)
    recu_le: Mapped[date]
    reference: Mapped[str | None]
    saisi_par: Mapped[int | None] = mapped_column(ForeignKey("compte.id", ondelete="SET NULL"))
    saisi_le: Mapped[datetime]
    annule_le: Mapped[datetime | None]
    motif: Mapped[str | None] = mapped_column(Text)

    candidature: Mapped[Candidature] = relationship()

    @property
    def montant(self) -> Decimal:
        """The sum in euros, exactly."""
        return Decimal(self.centimes) / 100
