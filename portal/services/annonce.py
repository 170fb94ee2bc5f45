"""Messages of the moment on the home page, such as a planned unavailability (guide 002 §1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from portal.db import db, ecriture
from portal.domain.annonce import Contenu
from portal.services.compte import journaliser
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


def toutes(portail: Portail) -> tuple[Annonce, ...]:
    """Return every message, shown, to come or withdrawn: the latest first."""
    return tuple(
        db.session.scalars(select(Annonce).order_by(Annonce.du.desc(), Annonce.id.desc()).limit(200))
    )


def publier(
    portail: Portail,
    titre: str,
    texte: str,
    niveau: str = "info",
    du: datetime | None = None,
    au: datetime | None = None,
    par: int | None = None,
) -> int:
    """Show a message and return its id.

    `du` and `au` are aware; by default from now, until it is withdrawn. `au` is excluded. `par`: the
    account that publishes, None for a command.
    """
    with ecriture() as transaction:
        annonce = Annonce(
            titre=titre, texte=texte, niveau=niveau, du=du or portail.horloge.maintenant(), au=au
        )
        transaction.add(annonce)
        transaction.flush()
        journaliser(portail, par, "annonce_publiee", {"annonce": annonce.id, "titre": titre})
        return annonce.id


def modifier(portail: Portail, par: int, annonce: int, contenu: Contenu) -> bool:
    """Replace what a message says and when; False when there is none."""
    with ecriture():
        ligne = db.session.get(Annonce, annonce)
        if ligne is None:
            return False
        ligne.titre, ligne.texte, ligne.niveau = contenu.titre, contenu.texte, contenu.niveau
        ligne.du, ligne.au = contenu.du or ligne.du, contenu.au
        journaliser(portail, par, "annonce_modifiee", {"annonce": annonce, "titre": contenu.titre})
        return True


def retirer(portail: Portail, annonce: int, par: int | None = None) -> bool:
    """Stop showing a message now; False when it was not shown (unknown, or already withdrawn)."""
    maintenant = portail.horloge.maintenant()
    with ecriture() as transaction:
        fait = transaction.execute(
            update(Annonce)
            .where(Annonce.id == annonce, or_(Annonce.au.is_(None), Annonce.au > maintenant))
            .values(au=maintenant)
            .returning(Annonce.titre)
        ).one_or_none()
        if fait is not None:
            journaliser(portail, par, "annonce_retiree", {"annonce": annonce, "titre": fait.titre})
        return fait is not None
