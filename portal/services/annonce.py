"""Messages of the moment on the home page, such as a planned unavailability (guide 002 §1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables.annonce import Annonce


def annonces_courantes(portail: Portail) -> tuple[Annonce, ...]:
    """Return what is to be shown now, alerts first, then the most recent."""
    maintenant = portail.horloge.maintenant()
    visibles = db.session.scalars(
        select(Annonce)
        .where(Annonce.du <= maintenant, or_(Annonce.au.is_(None), Annonce.au > maintenant))
        .order_by(Annonce.niveau, Annonce.du.desc(), Annonce.id)
    )
    return tuple(visibles)


def publier(
    portail: Portail,
    titre: str,
    texte: str,
    niveau: str = "info",
    du: datetime | None = None,
    au: datetime | None = None,
) -> int:
    """Show a message and return its id.

    `du` and `au` are aware; by default from now, until it is withdrawn. `au` is excluded.
    """
    with ecriture() as transaction:
        annonce = Annonce(
            titre=titre, texte=texte, niveau=niveau, du=du or portail.horloge.maintenant(), au=au
        )
        transaction.add(annonce)
        transaction.flush()
        return annonce.id


def retirer(portail: Portail, annonce: int) -> bool:
    """Stop showing a message now; False when it was not shown (unknown, or already withdrawn)."""
    maintenant = portail.horloge.maintenant()
    with ecriture() as transaction:
        fait = transaction.execute(
            update(Annonce)
            .where(Annonce.id == annonce, or_(Annonce.au.is_(None), Annonce.au > maintenant))
            .values(au=maintenant)
        )
        return bool(fait.rowcount)  # type: ignore[attr-defined]
