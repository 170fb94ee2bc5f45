"""The accounts attached to a centre: invited, attached, taken away by who looks after the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from portal.db import db, ecriture
from portal.domain.adresse_courriel import normaliser
from portal.domain.compte import AdresseDejaPrise
from portal.domain.personnel import CompteIntrouvable, lire_nom
from portal.services import jeton
from portal.services.administration_comptes import envoyer_le_lien, mot_de_passe_inconnu, ouvrir_un_compte
from portal.services.centre import centre_de, exiger_famille
from portal.services.centre_ecriture import noter
from portal.services.compte import journaliser
from portal.services.perimetre import CENTRE, AgentEnPoste
from portal.services.personnel import exiger_un_compte_en_service
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.centre import Centre
from portal.tables.compte import Compte
from portal.tables.connexion import Connexion


@dataclass(frozen=True, slots=True)
class Membre:
    """One account of a centre. `vu_le` is its last activity, None while it never logged in."""

    compte_id: int
    nom: str
    courriel: str
    vu_le: datetime | None
    desactive: bool


def membres(portail: Portail, agent: AgentEnPoste, famille: str, code: str) -> tuple[Membre, ...]:
    """Return the members of a centre, by name. Raises CentreIntrouvable, CandidatureIntrouvable."""
    exiger_famille(portail, agent, famille)
    vue = (
        select(func.max(Connexion.vue_le))
        .where(Connexion.compte_id == Compte.id, Connexion.second_facteur_le.is_not(None))
        .scalar_subquery()
    )
    demande = (
        select(Compte.id, Compte.nom, Compte.courriel, vue, Agent.desactive_le)
        .join(Perimetre, Perimetre.compte_id == Compte.id)
        .outerjoin(Agent, Agent.compte_id == Compte.id)
        .where(Perimetre.centre_id == centre_de(famille, code).id, Compte.profil == CENTRE)
        .distinct()
    )
    lus = (
        Membre(compte_id, nom or courriel, courriel, vu_le, desactive_le is not None)
        for compte_id, nom, courriel, vu_le, desactive_le in db.session.execute(demande)
    )
    return tuple(sorted(lus, key=lambda un: un.nom.casefold()))


def inviter(portail: Portail, agent: AgentEnPoste, famille: str, code: str, courriel: str, nom: str) -> bool:
    """Attach an account to a centre, made for the occasion if the address has none; say whether it was made.

    Raises AdresseInvalide, FicheInvalide, AdresseDejaPrise for an account that is no centre's or is attached
    already, CompteDesactive for one out of service, CentreIntrouvable, CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    adresse, dit, inconnu = normaliser(courriel), lire_nom(nom), mot_de_passe_inconnu()
    with ecriture():
        centre = centre_de(famille, code, verrouille=True)
        compte = db.session.scalar(select(Compte).where(Compte.courriel == adresse))
        neuf = compte is None
        if compte is None:
            compte = ouvrir_un_compte(portail, agent.compte_id, CENTRE, adresse, dit, inconnu)
        elif compte.profil != CENTRE or _part(compte.id, centre) is not None:
            raise AdresseDejaPrise(adresse)
        else:
            exiger_un_compte_en_service(compte.id)
        db.session.add(Perimetre(compte_id=compte.id, centre_id=centre.id, specialites=[], secteurs=[]))
        noter(portail, agent.compte_id, "centre_membre_ajoute", centre, compte=compte.id)
        return neuf


def retirer(portail: Portail, agent: AgentEnPoste, famille: str, code: str, compte_id: int) -> None:
    """Take a member away from a centre; the account stays, with its other centres.

    Raises CompteIntrouvable, CentreIntrouvable, CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    with ecriture():
        centre = centre_de(famille, code, verrouille=True)
        _exiger_membre(compte_id, centre)
        db.session.execute(
            delete(Perimetre).where(Perimetre.compte_id == compte_id, Perimetre.centre_id == centre.id)
        )
        noter(portail, agent.compte_id, "centre_membre_retire", centre, compte=compte_id)


def renvoyer_le_lien(portail: Portail, agent: AgentEnPoste, famille: str, code: str, compte_id: int) -> None:
    """Send a member a new link to choose a password; links sent before stop working.

    Raises CompteDesactive for an account out of service, CompteIntrouvable, CentreIntrouvable,
    CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    with ecriture():
        centre = centre_de(famille, code)
        compte = _exiger_membre(compte_id, centre)
        exiger_un_compte_en_service(compte_id)
        jeton.oublier(compte_id, jeton.MOT_DE_PASSE)
        envoyer_le_lien(portail, compte)
        journaliser(portail, agent.compte_id, "lien_renvoye", {"compte": compte_id})


def _exiger_membre(compte_id: int, centre: Centre) -> Compte:
    compte = db.session.get(Compte, compte_id)
    if compte is None or compte.profil != CENTRE or _part(compte_id, centre) is None:
        raise CompteIntrouvable
    return compte


def _part(compte_id: int, centre: Centre) -> int | None:
    demande = select(Perimetre.id).where(Perimetre.compte_id == compte_id, Perimetre.centre_id == centre.id)
    return db.session.scalar(demande.limit(1))
