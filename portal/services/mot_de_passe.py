"""Changing a password: by the link of a mail when it is forgotten, or from the account when it is known."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.adapters.mots_de_passe_courants import mots_de_passe_courants
from portal.db import apres_commit, db, ecriture
from portal.domain import mot_de_passe as domaine
from portal.domain.compte import DELAI_MOT_DE_PASSE, MotDePasseActuelFaux
from portal.domain.mot_de_passe import PROFILS
from portal.services import connexion, hachage, jeton, tentative
from portal.services.compte import journaliser, renvoyer_activation
from portal.services.connexion import ConnexionEnCours
from portal.services.courriel import deposer_courriel, preparer_courriel
from portal.services.identifiant import designer
from portal.services.portail import Portail
from portal.tables.compte import Compte


def regle(portail: Portail) -> str:
    """Return the rule of passwords, as written under the field."""
    return PROFILS[portail.config.password_profile].aide


def manques(portail: Portail, mot_de_passe: str, contexte: Iterable[str]) -> list[str]:
    """Return what a chosen password lacks, in French sentences; [] when it is good.

    `contexte`: what others know of the person (address, names), which it must not hold.
    """
    profil = PROFILS[portail.config.password_profile]
    return domaine.manques(mot_de_passe, profil, contexte, mots_de_passe_courants())


def demander(portail: Portail, login: str) -> None:
    """Send a link to choose a new password, if that login has an account; say nothing either way.

    In: an address, or an identifier that a plugin knows; the mail goes to the address of the account. A
    pending account gets its activation link again: there is no password to reset yet.
    """
    qui = designer(portail, login)
    compte = db.session.scalar(select(Compte).where(Compte.courriel == qui.adresse))
    if compte is None:
        _faire_semblant(portail, qui.texte)
    elif compte.active_le is None:
        renvoyer_activation(portail, qui.adresse)
    else:
        _envoyer_lien(portail, qui.adresse)


def adresse_du_lien(portail: Portail, secret: str) -> str:
    """Return whose password a link would change, without using it. Raises LienInvalide."""
    lu = jeton.lire(portail, jeton.MOT_DE_PASSE, secret)
    return db.session.scalars(select(Compte.courriel).where(Compte.id == lu.compte_id)).one()


def poser(portail: Portail, secret: str, nouveau: str) -> str:
    """Set the password chosen through a link, end every connexion, tell the owner; return the address.

    The new password must have been checked. Raises LienInvalide.
    """
    empreinte = hachage.hacher(nouveau)
    with ecriture():
        lu = jeton.consommer(portail, jeton.MOT_DE_PASSE, secret)
        compte = db.session.get_one(Compte, lu.compte_id)
        connexion.revoquer(portail, compte.id)
        tentative.oublier(tentative.CONNEXION, compte.courriel)
        # Whoever asked to move the account to another mailbox may be the reason of this new password.
        jeton.oublier(compte.id, jeton.COURRIEL)
        _ecrire(portail, compte, empreinte)
        return compte.courriel


def changer(portail: Portail, en_cours: ConnexionEnCours, actuel: str, nouveau: str) -> None:
    """Replace the password of who is logged in, end their other connexions, tell them by mail.

    The new password must have been checked. Raises MotDePasseActuelFaux or TropDeTentatives.
    """
    exacte = verifier_actuel(portail, en_cours, actuel)
    empreinte = hachage.hacher(nouveau)
    with ecriture():
        compte = db.session.get_one(Compte, en_cours.compte_id, with_for_update=True)
        if compte.mot_de_passe != exacte:
            raise MotDePasseActuelFaux
        connexion.revoquer(portail, compte.id, sauf=en_cours.id)
        _ecrire(portail, compte, empreinte)


def verifier_actuel(portail: Portail, en_cours: ConnexionEnCours, actuel: str) -> str:
    """Check the password of who is logged in, counted like a login; return its stored hash.

    Raises MotDePasseActuelFaux or TropDeTentatives.
    """
    with ecriture():
        attente = tentative.compter(portail, tentative.MOT_DE_PASSE_ACTUEL, en_cours.courriel)
    tentative.refuser_si(attente)
    exacte = db.session.scalars(select(Compte.mot_de_passe).where(Compte.id == en_cours.compte_id)).one()
    if not hachage.verifier(exacte, actuel):
        raise MotDePasseActuelFaux
    with ecriture():
        tentative.oublier(tentative.MOT_DE_PASSE_ACTUEL, en_cours.courriel)
    return exacte


def _envoyer_lien(portail: Portail, adresse: str) -> None:
    with ecriture():
        if tentative.compter(portail, tentative.COURRIEL_DEMANDE, adresse) is not None:
            return
        compte = db.session.scalars(select(Compte).where(Compte.courriel == adresse)).one()
        expire_le = portail.horloge.maintenant() + DELAI_MOT_DE_PASSE
        secret = jeton.emettre(portail, jeton.MOT_DE_PASSE, compte.id, expire_le)
        lien = f"{portail.config.base_url}/compte/mot-de-passe/{secret}"
        deposer_courriel(portail, "mot_de_passe", compte.courriel, {"lien": lien}, compte_id=compte.id)


def _faire_semblant(portail: Portail, adresse: str) -> None:
    """Take the time that an address with an account takes, so that a clock tells nobody which ones have."""
    with ecriture():
        if tentative.compter(portail, tentative.COURRIEL_DEMANDE, adresse) is not None:
            return
        secret = jeton.empreinte(adresse)
        preparer_courriel(portail, "mot_de_passe", adresse, {"lien": f"{portail.config.base_url}/{secret}"})
        apres_commit(portail.reveil)


def _ecrire(portail: Portail, compte: Compte, empreinte: str) -> None:
    compte.mot_de_passe = empreinte
    jeton.oublier(compte.id, jeton.MOT_DE_PASSE)
    journaliser(portail, compte.id, "mot_de_passe_change")
    lien = f"{portail.config.base_url}/compte/mot-de-passe-oublie"
    deposer_courriel(portail, "mot_de_passe_change", compte.courriel, {"lien": lien}, compte_id=compte.id)
