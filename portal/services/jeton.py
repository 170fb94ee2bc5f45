"""Single-use secrets sent by mail: only their SHA-256 is stored, each has one purpose and one deadline."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from portal.db import db
from portal.domain.compte import LienInvalide
from portal.services.portail import Portail
from portal.tables.jeton import Jeton

ACTIVATION = "activation"
MOT_DE_PASSE = "mot_de_passe"
COURRIEL = "courriel"


@dataclass(frozen=True)
class JetonLu:
    """What a valid token opens: whose account, and what was written with it."""

    compte_id: int
    donnees: dict[str, Any]


def empreinte(secret: str) -> str:
    """Return the only form under which a secret is stored: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def emettre(
    portail: Portail, objet: str, compte_id: int, expire_le: datetime, donnees: dict[str, Any] | None = None
) -> str:
    """Store a new token and return its secret, to be put in one mail and forgotten.

    In: the purpose, the account, the instant (aware) from which it is refused. Runs inside `ecriture()`.
    """
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Jeton(
            empreinte=empreinte(secret),
            objet=objet,
            compte_id=compte_id,
            donnees=donnees or {},
            cree_le=portail.horloge.maintenant(),
            expire_le=expire_le,
        )
    )
    return secret


def consommer(portail: Portail, objet: str, secret: str) -> JetonLu:
    """Use a token, once: two clicks at the same instant give one success. Runs inside `ecriture()`.

    Raises LienInvalide when it was used, is too old, is unknown or has another purpose.
    """
    ligne = db.session.execute(
        update(Jeton)
        .where(Jeton.empreinte == empreinte(secret), *_utilisable(portail, objet))
        .values(utilise_le=portail.horloge.maintenant())
        .returning(Jeton.compte_id, Jeton.donnees)
    ).one_or_none()
    if ligne is None:
        raise LienInvalide
    return JetonLu(ligne.compte_id, ligne.donnees or {})


def lire(portail: Portail, objet: str, secret: str) -> JetonLu:
    """Look at a token without using it, to show the page that will. Raises LienInvalide like `consommer`."""
    ligne = db.session.execute(
        select(Jeton.compte_id, Jeton.donnees).where(
            Jeton.empreinte == empreinte(secret), *_utilisable(portail, objet)
        )
    ).one_or_none()
    if ligne is None:
        raise LienInvalide
    return JetonLu(ligne.compte_id, ligne.donnees or {})


def en_attente(portail: Portail, objet: str, compte_id: int) -> JetonLu | None:
    """Return the last link of that purpose that still waits for its click, if there is one."""
    ligne = db.session.execute(
        select(Jeton.compte_id, Jeton.donnees)
        .where(Jeton.compte_id == compte_id, *_utilisable(portail, objet))
        .order_by(Jeton.id.desc())
        .limit(1)
    ).one_or_none()
    return JetonLu(ligne.compte_id, ligne.donnees or {}) if ligne else None


def oublier(compte_id: int, objet: str) -> None:
    """Make every other link of this purpose useless. Runs inside `ecriture()`."""
    db.session.execute(delete(Jeton).where(Jeton.compte_id == compte_id, Jeton.objet == objet))


def _utilisable(portail: Portail, objet: str) -> tuple[ColumnElement[bool], ...]:
    maintenant = portail.horloge.maintenant()
    return (Jeton.objet == objet, Jeton.utilise_le.is_(None), Jeton.expire_le > maintenant)
