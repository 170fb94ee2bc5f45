"""What an administrateur does to the accounts of staff; each act is in the journal, with its author."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.adresse_courriel import normaliser
from portal.domain.compte import DELAI_INVITATION, AdresseDejaPrise
from portal.domain.personnel import (
    AdministrateurHorsService,
    CompteIntrouvable,
    PasSurSoiMeme,
    SansObjet,
    lire_nom,
)
from portal.domain.second_facteur import DELAI_ENROLEMENT
from portal.services import connexion, enrolement, hachage, jeton
from portal.services.compte import journaliser
from portal.services.connexion import ConnexionEnCours
from portal.services.courriel import deposer_courriel
from portal.services.personnel import PROFILS_DU_PERSONNEL
from portal.services.portail import Portail
from portal.tables.agent import Agent
from portal.tables.compte import CANDIDAT, Compte


@dataclass(frozen=True)
class Invitation:
    """A new member of staff, as the form describes them."""

    profil: str
    courriel: str
    nom: str


def inviter(portail: Portail, par: ConnexionEnCours, invitation: Invitation) -> int:
    """Make an account and send its owner a link to choose a password; return its id.

    Nobody else ever knows a password of it (docs/decisions/0018). Raises AdresseInvalide, AdresseDejaPrise,
    FicheInvalide, ValueError for another profile.
    """
    if invitation.profil not in PROFILS_DU_PERSONNEL:
        raise ValueError(invitation.profil)
    adresse, nom, inconnu = normaliser(invitation.courriel), lire_nom(invitation.nom), mot_de_passe_inconnu()
    with ecriture():
        if db.session.scalar(select(Compte.id).where(Compte.courriel == adresse)) is not None:
            raise AdresseDejaPrise(adresse)
        return ouvrir_un_compte(portail, par.compte_id, invitation.profil, adresse, nom, inconnu).id


def mot_de_passe_inconnu() -> str:
    """Return the hash of a password that nobody knows. Outside of `ecriture()`: it takes time."""
    return hachage.hacher(secrets.token_urlsafe(32))


def ouvrir_un_compte(
    portail: Portail, par: int, profil: str, adresse: str, nom: str, empreinte: str
) -> Compte:
    """Make an account of staff and send its link. Inside `ecriture()`, the address known to be free."""
    maintenant = portail.horloge.maintenant()
    compte = Compte(
        courriel=adresse, mot_de_passe=empreinte, profil=profil, nom=nom, cree_le=maintenant,
        active_le=maintenant,
    )  # fmt: skip
    db.session.add(compte)
    db.session.flush()
    db.session.add(Agent(compte_id=compte.id, enrolement_jusqu_a=maintenant + DELAI_ENROLEMENT))
    journaliser(portail, par, "compte_personnel_cree", {"compte": compte.id, "profil": profil})
    envoyer_le_lien(portail, compte)
    return compte


def renvoyer_le_lien(portail: Portail, par: ConnexionEnCours, compte_id: int) -> None:
    """Send a link to choose a password; links sent before stop working. Raises CompteIntrouvable."""
    with ecriture():
        compte, _ = _verrouiller(portail, par, compte_id)
        jeton.oublier(compte_id, jeton.MOT_DE_PASSE)
        envoyer_le_lien(portail, compte)
        _noter(portail, par, "lien_renvoye", compte_id)


def modifier(portail: Portail, par: ConnexionEnCours, compte_id: int, nom: str, sante: bool) -> None:
    """Change the name and the right to health data. Raises CompteIntrouvable, FicheInvalide."""
    lu = lire_nom(nom)
    with ecriture():
        compte, agent = _verrouiller(portail, par, compte_id)
        droits = ["sante"] if sante else []
        champs = [
            mot
            for mot, change in (("nom", compte.nom != lu), ("droit santé", agent.droits != droits))
            if change
        ]
        compte.nom, agent.droits = lu, droits
        if champs:
            _noter(portail, par, "compte_personnel_modifie", compte_id, champs=champs)


def desactiver(portail: Portail, par: ConnexionEnCours, compte_id: int) -> None:
    """Take an account out of service and end its connexions.

    Raises PasSurSoiMeme: whoever acts stays, so that one administrateur always does; SansObjet.
    """
    _pas_sur_soi(par, compte_id)
    with ecriture():
        _, agent = _verrouiller(portail, par, compte_id)
        if agent.desactive_le is not None:
            raise SansObjet
        agent.desactive_le = portail.horloge.maintenant()
        connexion.revoquer(portail, compte_id)
        jeton.oublier(compte_id, jeton.MOT_DE_PASSE)
        _noter(portail, par, "compte_desactive", compte_id)


def reactiver(portail: Portail, par: ConnexionEnCours, compte_id: int) -> None:
    """Put an account back in service. Raises SansObjet."""
    with ecriture():
        _, agent = _verrouiller(portail, par, compte_id)
        if agent.desactive_le is None:
            raise SansObjet
        agent.desactive_le = None
        _noter(portail, par, "compte_reactive", compte_id)


def reinitialiser(portail: Portail, par: ConnexionEnCours, compte_id: int) -> None:
    """Forget the telephone of an account: its owner has a week to choose another. Raises PasSurSoiMeme."""
    _pas_sur_soi(par, compte_id)
    with ecriture():
        compte, _ = _verrouiller(portail, par, compte_id)
        _oublier_le_telephone(portail, compte)
        _noter(portail, par, "second_facteur_reinitialise", compte_id)


def depanner(portail: Portail, adresse: str) -> None:
    """Do the same from the command line: the way out for the only administrateur who lost a telephone.

    Raises AdresseInvalide, CompteIntrouvable.
    """
    courriel = normaliser(adresse)
    with ecriture():
        compte = db.session.scalar(select(Compte).where(Compte.courriel == courriel))
        if compte is None or compte.profil == CANDIDAT:
            raise CompteIntrouvable
        _oublier_le_telephone(portail, compte)
        donnees = {"compte": compte.id, "par": "commande"}
        journaliser(portail, None, "second_facteur_reinitialise", donnees)


def deconnecter(portail: Portail, par: ConnexionEnCours, compte_id: int) -> int:
    """End the connexions of an account, this one excepted; return how many."""
    with ecriture():
        _verrouiller(portail, par, compte_id)
        nombre = connexion.revoquer(portail, compte_id, sauf=par.id)
        if nombre:
            _noter(portail, par, "connexions_fermees", compte_id)
        return nombre


def _pas_sur_soi(par: ConnexionEnCours, compte_id: int) -> None:
    if par.compte_id == compte_id:
        raise PasSurSoiMeme


def _verrouiller(portail: Portail, par: ConnexionEnCours, compte_id: int) -> tuple[Compte, Agent]:
    """Lock who acts and whom it is done to, in one order: two administrateurs cannot shut each other out."""
    identifiants = sorted({par.compte_id, compte_id})
    lignes = db.session.scalars(
        select(Agent).where(Agent.compte_id.in_(identifiants)).order_by(Agent.compte_id).with_for_update()
    )
    agents = {agent.compte_id: agent for agent in lignes}
    if par.compte_id in agents and agents[par.compte_id].desactive_le is not None:
        raise AdministrateurHorsService
    compte = db.session.get(Compte, compte_id)
    if compte is None or compte.profil == CANDIDAT or compte_id not in agents:
        raise CompteIntrouvable
    return compte, agents[compte_id]


def _oublier_le_telephone(portail: Portail, compte: Compte) -> None:
    enrolement.ouvrir_l_enrolement(portail, compte.id)
    contexte = {"nom": compte.nom or "", "lien": f"{portail.config.base_url}/connexion"}
    deposer_courriel(portail, "second_facteur_reinitialise", compte.courriel, contexte, compte_id=compte.id)


def envoyer_le_lien(portail: Portail, compte: Compte) -> None:
    """Send a link to choose a password. Inside `ecriture()`."""
    expire_le = portail.horloge.maintenant() + DELAI_INVITATION
    secret = jeton.emettre(portail, jeton.MOT_DE_PASSE, compte.id, expire_le)
    base = portail.config.base_url
    liens = {
        "nom": compte.nom or "",
        "lien": f"{base}/compte/mot-de-passe/{secret}",
        "lien_oublie": f"{base}/compte/mot-de-passe-oublie",
    }
    deposer_courriel(portail, "invitation_personnel", compte.courriel, liens, compte_id=compte.id)


def _noter(portail: Portail, par: ConnexionEnCours, nature: str, compte_id: int, **autres: object) -> None:
    journaliser(portail, par.compte_id, nature, {"compte": compte_id, **autres})
