"""Erases what accounts leave behind once it serves no more: ended connexions, dead links, old counters."""

from datetime import timedelta

from sqlalchemy import delete, select

from portal.db import db, ecriture
from portal.services import tentative
from portal.services.personnel import PROVISOIRE
from portal.services.portail import Portail
from portal.tables.connexion import Connexion
from portal.tables.jeton import Jeton

# Long enough to answer who asks what happened to an account.
GARDE = timedelta(days=30)


def ranger(portail: Portail) -> int:
    """Erase connexions and links that ended a month ago, and counters of yesterday; return how many."""
    limite = portail.horloge.maintenant() - GARDE
    with ecriture():
        liens = _liens_morts(portail)
        db.session.execute(delete(Jeton).where(Jeton.id.in_(liens)))
        vieilles = list(
            db.session.scalars(delete(Connexion).where(Connexion.creee_le < limite).returning(Connexion.id))
        )
        return len(liens) + len(vieilles) + tentative.purger(portail)


def _liens_morts(portail: Portail) -> list[int]:
    """A one-time password that nobody used stays known as such, so that it never becomes a real one."""
    limite = portail.horloge.maintenant() - GARDE
    lignes = db.session.execute(select(Jeton.id, Jeton.donnees).where(Jeton.expire_le < limite))
    return [identifiant for identifiant, donnees in lignes if donnees != PROVISOIRE]
