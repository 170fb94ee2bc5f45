"""The second factor of staff: the code asked for at every login (docs/decisions/0018).

A code serves once: the step it belongs to is written with it, and only a later step is accepted then.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from portal.adapters.coffre import CoffreIllisible
from portal.db import db, ecriture
from portal.domain.second_facteur import CodeRefuse, EnrolementClos, lire_code
from portal.services import tentative
from portal.services.code_temporaire import desceller, pas_du_code
from portal.services.compte import journaliser
from portal.services.connexion import ConnexionEnCours
from portal.services.jeton import empreinte
from portal.services.portail import Portail
from portal.tables.agent import Agent
from portal.tables.connexion import Connexion


@dataclass(frozen=True)
class EtatSecondFacteur:
    """Where an account stands. `jusqu_a`: how long a first telephone may still be chosen."""

    confirme_le: datetime | None
    jusqu_a: datetime | None


def etat(compte_id: int) -> EtatSecondFacteur:
    """Return where an account stands."""
    agent = db.session.get(Agent, compte_id)
    return (
        EtatSecondFacteur(agent.totp_confirme_le, agent.enrolement_jusqu_a)
        if agent
        else EtatSecondFacteur(None, None)
    )


def confirmer(portail: Portail, en_cours: ConnexionEnCours, code: str) -> str:
    """Confirm a connexion with the code of the moment; return the new secret of its cookie.

    Raises CodeIllisible, CodeRefuse, TropDeTentatives.
    """
    chiffres = lire_code(code)
    compter(portail, en_cours.compte_id)
    with ecriture():
        consommer(portail, en_cours.compte_id, chiffres)
        journaliser(portail, en_cours.compte_id, "connexion_second_facteur")
        return elever(portail, en_cours)


def compter(portail: Portail, compte_id: int) -> None:
    """Count the try before the code is looked at, so that parallel tries are counted too.

    Raises TropDeTentatives.
    """
    sujet = str(compte_id)
    with ecriture():
        attentes = [tentative.compter(portail, limite, sujet) for limite in tentative.CODES]
        if any(attentes) and tentative.vient_de_fermer(tentative.SECOND_FACTEUR, sujet):
            journaliser(portail, compte_id, "second_facteur_bloque")
    tentative.refuser_si(max((a for a in attentes if a is not None), default=None))


def consommer(portail: Portail, compte_id: int, code: str) -> None:
    """Use a code, once: two requests with the same one give one success. Runs inside `ecriture()`.

    Raises CodeRefuse; EnrolementClos when the secret no longer opens.
    """
    agent = db.session.get(Agent, compte_id)
    if agent is None or agent.totp_secret is None or agent.totp_confirme_le is None:
        raise CodeRefuse
    try:
        secret = desceller(portail, compte_id, agent.totp_secret)
    except CoffreIllisible as illisible:
        raise EnrolementClos from illisible
    pas = pas_du_code(secret, code, portail.horloge.maintenant())
    if pas is None or not _avancer(compte_id, pas):
        raise CodeRefuse


def elever(portail: Portail, en_cours: ConnexionEnCours) -> str:
    """Give the connexion its second factor and a new secret: the one of before opens nothing any more.

    Runs inside `ecriture()`. Raises CodeRefuse when the connexion ended meanwhile.
    """
    secret = secrets.token_urlsafe(32)
    oublier_les_essais(en_cours.compte_id)
    faite = db.session.execute(
        update(Connexion)
        .where(Connexion.id == en_cours.id, Connexion.revoquee_le.is_(None))
        .values(second_facteur_le=portail.horloge.maintenant(), jeton_hash=empreinte(secret))
        .returning(Connexion.id)
    ).one_or_none()
    if faite is None:
        raise CodeRefuse
    return secret


def oublier_les_essais(compte_id: int) -> None:
    """Start counting codes from zero again. Runs inside `ecriture()`."""
    for limite in tentative.CODES:
        tentative.oublier(limite, str(compte_id))


def _avancer(compte_id: int, pas: int) -> bool:
    ordre = (
        update(Agent)
        .where(Agent.compte_id == compte_id, or_(Agent.totp_pas.is_(None), Agent.totp_pas < pas))
        .values(totp_pas=pas)
        .returning(Agent.compte_id)
    )
    return db.session.execute(ordre).one_or_none() is not None
