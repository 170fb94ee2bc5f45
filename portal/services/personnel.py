"""Accounts of members of staff: made by the operator, with a password that serves to choose another one."""

import secrets

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.adresse_courriel import normaliser
from portal.domain.compte import (
    DELAI_MOT_DE_PASSE,
    DELAI_PROVISOIRE,
    AdresseDejaPrise,
    CompteDesactive,
    IdentifiantsRefuses,
    MotDePasseProvisoire,
)
from portal.domain.second_facteur import DELAI_ENROLEMENT
from portal.services import hachage, jeton
from portal.services.compte import journaliser
from portal.services.portail import Portail
from portal.tables.agent import Agent
from portal.tables.compte import CANDIDAT, PROFILS, Compte
from portal.tables.jeton import Jeton

PROFILS_DU_PERSONNEL = tuple(profil for profil in PROFILS if profil != CANDIDAT)
PROVISOIRE = {"provisoire": True}


def creer(portail: Portail, profil: str, courriel: str, nom: str) -> str:
    """Create an active account and return its one-time password, to be handed over and forgotten.

    In: one of PROFILS_DU_PERSONNEL, the address, what the person or the service is called on screen.
    Raises AdresseInvalide, AdresseDejaPrise, ValueError for another profile.
    """
    if profil not in PROFILS_DU_PERSONNEL:
        raise ValueError(f"{profil!r} is none of {', '.join(PROFILS_DU_PERSONNEL)}")
    adresse, provisoire = normaliser(courriel), secrets.token_urlsafe(12)
    empreinte, maintenant = hachage.hacher(provisoire), portail.horloge.maintenant()
    with ecriture():
        if db.session.scalar(select(Compte.id).where(Compte.courriel == adresse)) is not None:
            raise AdresseDejaPrise(adresse)
        compte = Compte(
            courriel=adresse,
            mot_de_passe=empreinte,
            profil=profil,
            nom=nom,
            cree_le=maintenant,
            active_le=maintenant,
        )
        db.session.add(compte)
        db.session.flush()
        db.session.add(Agent(compte_id=compte.id, enrolement_jusqu_a=maintenant + DELAI_ENROLEMENT))
        jeton.emettre(portail, jeton.MOT_DE_PASSE, compte.id, maintenant + DELAI_PROVISOIRE, PROVISOIRE)
        donnees = {"compte": compte.id, "profil": profil, "par": "commande"}
        journaliser(portail, None, "compte_personnel_cree", donnees)
    return provisoire


def exiger_un_compte_en_service(compte_id: int) -> None:
    """Raise CompteDesactive when an administrateur took the account out of service."""
    agent = db.session.get(Agent, compte_id)
    if agent is not None and agent.desactive_le is not None:
        raise CompteDesactive


def exiger_un_mot_de_passe_choisi(portail: Portail, compte_id: int) -> None:
    """Refuse a login with the one-time password, which only opens the page that replaces it.

    Raises MotDePasseProvisoire, with the secret of that page; IdentifiantsRefuses when it is too old.
    """
    maintenant = portail.horloge.maintenant()
    lignes = db.session.execute(
        select(Jeton.donnees, Jeton.expire_le).where(
            Jeton.compte_id == compte_id, Jeton.objet == jeton.MOT_DE_PASSE
        )
    )
    fins = [expire_le for donnees, expire_le in lignes if donnees == PROVISOIRE]
    if not fins:
        return
    if maintenant >= max(fins):
        raise IdentifiantsRefuses
    with ecriture():
        secret = jeton.emettre(portail, jeton.MOT_DE_PASSE, compte_id, maintenant + DELAI_MOT_DE_PASSE)
    raise MotDePasseProvisoire(secret)
