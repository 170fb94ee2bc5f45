"""What was paid for a candidature, as its conditions and its pages read it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select

from portal.db import db
from portal.tables.paiement import Paiement


def regle_de(candidature_id: int) -> Decimal:
    """Return the sum of what was received, in euros; what was taken back does not count."""
    demande = select(func.coalesce(func.sum(Paiement.centimes), 0)).where(
        Paiement.candidature_id == candidature_id, Paiement.annule_le.is_(None)
    )
    return Decimal(db.session.scalar(demande) or 0) / 100


def paiements_de(candidature_id: int) -> tuple[Paiement, ...]:
    """Return every sum that was written down, the oldest first, those taken back too."""
    demande = select(Paiement).where(Paiement.candidature_id == candidature_id).order_by(Paiement.id)
    return tuple(db.session.scalars(demande))
