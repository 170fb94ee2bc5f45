"""Two accounts of one person become one: one is shut, its address leads to the one that is kept."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, update

from portal.db import db
from portal.services import connexion, hachage
from portal.services.compte import journaliser
from portal.services.portail import Portail
from portal.tables.compte import Compte
from portal.tables.jeton import Jeton


def empreinte_perdue() -> str:
    """Return the hash of a password that nobody knows. Slow: before `ecriture()`, never inside."""
    return hachage.hacher(secrets.token_urlsafe(32))


def joindre(portail: Portail, compte_id: int, garde_id: int, empreinte: str, par: int | None) -> None:
    """Shut an account: its password, its links and its connexions open nothing any more.

    Runs inside `ecriture()`. In: the account that is shut, the one that is kept, `empreinte_perdue()`, and
    who decided it. What led to the first one leads to the second one: a chain is never longer than one.
    """
    db.session.execute(update(Compte).where(Compte.remplace_par == compte_id).values(remplace_par=garde_id))
    db.session.execute(
        update(Compte).where(Compte.id == compte_id).values(remplace_par=garde_id, mot_de_passe=empreinte)
    )
    db.session.execute(delete(Jeton).where(Jeton.compte_id == compte_id))
    connexion.revoquer(portail, compte_id)
    journaliser(portail, par, "compte_joint", {"compte": compte_id})
