"""The telephone of a member of staff: chosen within a week, moved to another, reset by an administrateur."""

from __future__ import annotations

from dataclasses import dataclass

from portal.db import db, ecriture
from portal.domain.second_facteur import DELAI_ENROLEMENT, CodeRefuse, EnrolementClos, grouper, lire_code
from portal.services import connexion
from portal.services.code_temporaire import (
    adresse_otpauth,
    code_au_pas,
    pas_actuel,
    pas_du_code,
    sceller,
    secret_propose,
)
from portal.services.compte import journaliser
from portal.services.connexion import ConnexionEnCours
from portal.services.courriel import deposer_courriel
from portal.services.mot_de_passe import verifier_actuel
from portal.services.portail import Portail
from portal.services.second_facteur import compter, consommer, elever, oublier_les_essais
from portal.tables.agent import Agent
from portal.tables.compte import Compte


@dataclass(frozen=True)
class Proposition:
    """A secret for a telephone: to be read by its camera (`adresse`) or copied by hand (`secret`)."""

    secret: str
    adresse: str


def proposer(portail: Portail, en_cours: ConnexionEnCours, jeton: str) -> Proposition:
    """Return the secret proposed to this connexion. `jeton` is the secret of its cookie.

    Raises EnrolementClos unless this account may set its first telephone up, or renews it.
    """
    agent = db.session.get(Agent, en_cours.compte_id)
    if agent is None or not (_ouvert(portail, agent) or _peut_renouveler(agent, en_cours)):
        raise EnrolementClos
    secret = secret_propose(portail, agent.compte_id, jeton, agent.totp_secret or "")
    return Proposition(grouper(secret), adresse_otpauth(portail, secret, en_cours.courriel))


def code_propose(portail: Portail, en_cours: ConnexionEnCours, jeton: str) -> str:
    """Return the code of the telephone proposed to this connexion, "" if none: for a demonstration."""
    agent = db.session.get(Agent, en_cours.compte_id)
    if agent is None or not (_ouvert(portail, agent) or _peut_renouveler(agent, en_cours)):
        return ""
    secret = secret_propose(portail, agent.compte_id, jeton, agent.totp_secret or "")
    return code_au_pas(secret, pas_actuel(portail.horloge.maintenant()))


def enroler(portail: Portail, en_cours: ConnexionEnCours, jeton: str, code: str) -> str:
    """Set the first telephone up with a code that it shows; return the new secret of the cookie.

    Every other connexion of the account ends. Raises CodeIllisible, CodeRefuse, TropDeTentatives,
    EnrolementClos.
    """
    chiffres = lire_code(code)
    compter(portail, en_cours.compte_id)
    with ecriture():
        agent = _verrouiller(en_cours.compte_id)
        if agent is None or not _ouvert(portail, agent):
            raise EnrolementClos
        secret = secret_propose(portail, agent.compte_id, jeton, agent.totp_secret or "")
        _adopter(portail, agent, secret, chiffres)
        connexion.revoquer(portail, agent.compte_id, sauf=en_cours.id)
        journaliser(portail, agent.compte_id, "second_facteur_active")
        _prevenir(portail, agent.compte_id, "second_facteur_active")
        return elever(portail, en_cours)


def renouveler(
    portail: Portail, en_cours: ConnexionEnCours, jeton: str, actuel: str, codes: tuple[str, str]
) -> str:
    """Move to another telephone; return the new secret of the cookie.

    In: the password, and two codes: of the telephone in use, then of the new one.
    Raises MotDePasseActuelFaux, CodeIllisible, CodeRefuse, TropDeTentatives.
    """
    ancien, nouveau = lire_code(codes[0]), lire_code(codes[1])
    verifier_actuel(portail, en_cours, actuel)
    compter(portail, en_cours.compte_id)
    with ecriture():
        agent = _verrouiller(en_cours.compte_id)
        if agent is None or not _peut_renouveler(agent, en_cours):
            raise CodeRefuse
        secret = secret_propose(portail, agent.compte_id, jeton, agent.totp_secret or "")
        consommer(portail, agent.compte_id, ancien)
        _adopter(portail, agent, secret, nouveau)
        connexion.revoquer(portail, agent.compte_id, sauf=en_cours.id)
        journaliser(portail, agent.compte_id, "second_facteur_renouvele")
        _prevenir(portail, agent.compte_id, "second_facteur_active")
        return elever(portail, en_cours)


def ouvrir_l_enrolement(portail: Portail, compte_id: int) -> None:
    """Give an account a week to set a telephone up, its former one forgotten. Runs inside `ecriture()`.

    Its connexions end: whoever holds one must come in again, with the password.
    """
    agent = _verrouiller(compte_id)
    if agent is None:
        agent = Agent(compte_id=compte_id)
        db.session.add(agent)
    agent.totp_secret = agent.totp_confirme_le = agent.totp_pas = None
    agent.enrolement_jusqu_a = portail.horloge.maintenant() + DELAI_ENROLEMENT
    connexion.revoquer(portail, compte_id)
    oublier_les_essais(compte_id)
    db.session.flush()


def imposer(portail: Portail, compte_id: int, secret: str) -> None:
    """Give an account a second factor that it did not choose: a demonstration. Runs inside `ecriture()`."""
    ouvrir_l_enrolement(portail, compte_id)
    agent = db.session.get_one(Agent, compte_id)
    agent.totp_secret = sceller(portail, compte_id, secret)
    agent.totp_confirme_le = portail.horloge.maintenant()
    agent.enrolement_jusqu_a = None


def _ouvert(portail: Portail, agent: Agent) -> bool:
    fin = agent.enrolement_jusqu_a
    return agent.totp_confirme_le is None and fin is not None and portail.horloge.maintenant() < fin


def _peut_renouveler(agent: Agent, en_cours: ConnexionEnCours) -> bool:
    return agent.totp_confirme_le is not None and en_cours.second_facteur


def _verrouiller(compte_id: int) -> Agent | None:
    return db.session.get(Agent, compte_id, with_for_update=True)


def _adopter(portail: Portail, agent: Agent, secret: str, code: str) -> None:
    pas = pas_du_code(secret, code, portail.horloge.maintenant())
    if pas is None:
        raise CodeRefuse
    agent.totp_secret = sceller(portail, agent.compte_id, secret)
    agent.totp_confirme_le = portail.horloge.maintenant()
    agent.totp_pas, agent.enrolement_jusqu_a = pas, None
    db.session.flush()


def _prevenir(portail: Portail, compte_id: int, code: str) -> None:
    compte = db.session.get_one(Compte, compte_id)
    deposer_courriel(portail, code, compte.courriel, {"nom": compte.nom or ""}, compte_id=compte_id)
