"""Every mail that the portal wrote, for who visits a demonstration. Reads only."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.db import db
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant

PAR_PAGE = 30


class BoiteFermee(RuntimeError):
    """Mails of real people were asked for: they are nobody else's to read."""


def compter(portail: Portail) -> int:
    """Return how many mails there are. Raises BoiteFermee outside of a demonstration."""
    _exiger(portail)
    return db.session.scalar(select(func.count(CourrielSortant.id))) or 0


def lister(portail: Portail, page: int = 1) -> tuple[CourrielSortant, ...]:
    """Return one page of mails, the latest first. Raises BoiteFermee."""
    _exiger(portail)
    demande = select(CourrielSortant).order_by(CourrielSortant.id.desc())
    return tuple(db.session.scalars(demande.limit(PAR_PAGE).offset(PAR_PAGE * (page - 1))))


def lire(portail: Portail, identifiant: int) -> CourrielSortant | None:
    """Return one mail, None when there is none. Raises BoiteFermee."""
    _exiger(portail)
    return db.session.get(CourrielSortant, identifiant)


def _exiger(portail: Portail) -> None:
    if portail.config.mode != "demonstration":
        raise BoiteFermee(portail.config.mode)
