"""Accounts of candidates, from the form to the activation link, and the erasure of those never activated."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.db import db, ecriture
from portal.domain.candidat import EtatCivil
from portal.domain.compte import DELAI_ACTIVATION, LienInvalide, perime
from portal.services import hachage, jeton, tentative
from portal.services.courriel import deposer_courriel
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.compte import Compte
from portal.tables.courriel import CourrielSortant
from portal.tables.evenement import Evenement


@dataclass(frozen=True)
class DemandeDeCompte:
    """What the form of creation gives, read and checked. `adresse` is normalised."""

    etat_civil: EtatCivil
    adresse: str
    mot_de_passe: str


def creer_compte(portail: Portail, demande: DemandeDeCompte) -> None:
    """Create a pending account and send its activation link (002 §3).

    The caller learns nothing about addresses that have an account already: their owner gets a mail that
    says so, and the same page is shown. A pending account of the same address is replaced, so that a
    candidate whose mail was lost just starts again; links sent before stop working.
    """
    empreinte = hachage.hacher(demande.mot_de_passe)
    try:
        _creer(portail, demande, empreinte)
    except IntegrityError:
        # At the same instant somebody confirmed that address for their own account: it is found now.
        _creer(portail, demande, empreinte)


def activer(portail: Portail, secret: str) -> str:
    """Activate the account of an activation link and return its address.

    Raises LienInvalide; past 48 hours the account is erased at the same moment.
    """
    try:
        with ecriture():
            lu = jeton.consommer(portail, jeton.ACTIVATION, secret)
            compte = db.session.get_one(Compte, lu.compte_id)
            compte.active_le = portail.horloge.maintenant()
            jeton.oublier(compte.id, jeton.ACTIVATION)
            journaliser(portail, compte.id, "compte_active")
            return compte.courriel
    except LienInvalide:
        purger_comptes_non_actives(portail)
        raise


def adresse_a_activer(portail: Portail, secret: str) -> str:
    """Return the address that an activation link would activate, without using it. Raises LienInvalide."""
    lu = jeton.lire(portail, jeton.ACTIVATION, secret)
    return db.session.scalars(select(Compte.courriel).where(Compte.id == lu.compte_id)).one()


def renvoyer_activation(portail: Portail, adresse: str) -> None:
    """Send the activation link of a pending account again; its deadline stays 48 h after the creation."""
    with ecriture():
        compte = db.session.scalar(select(Compte).where(Compte.courriel == adresse))
        if compte is None or compte.active_le is not None or _trop_de_courriels(portail, adresse):
            return
        if not perime(compte.cree_le, compte.active_le, portail.horloge.maintenant()):
            _envoyer_activation(portail, compte)


def purger_comptes_non_actives(portail: Portail) -> int:
    """Erase the accounts not activated within 48 hours of their creation; return how many."""
    with ecriture():
        limite = portail.horloge.maintenant() - DELAI_ACTIVATION
        perimes = select(Compte.id).where(Compte.active_le.is_(None), Compte.cree_le <= limite)
        identifiants = list(db.session.scalars(perimes))
        for identifiant in identifiants:
            effacer(identifiant)
        return len(identifiants)


def effacer(compte_id: int) -> None:
    """Erase an account that never did anything, and the mails that name it. Runs inside `ecriture()`."""
    db.session.execute(delete(CourrielSortant).where(CourrielSortant.compte_id == compte_id))
    db.session.execute(delete(Compte).where(Compte.id == compte_id))


def journaliser(
    portail: Portail, compte_id: int | None, nature: str, donnees: dict[str, Any] | None = None
) -> None:
    """Add a line to the journal. Runs inside `ecriture()`.

    In: who acts (None: the portal, or a command); what is done to another account says so by
    `donnees["compte"]`.
    """
    db.session.add(
        Evenement(compte_id=compte_id, le=portail.horloge.maintenant(), nature=nature, donnees=donnees or {})
    )


def etat_civil_en_colonnes(etat_civil: EtatCivil) -> dict[str, Any]:
    """Return the columns of Candidat that hold an état civil; an absent nom d'usage is null."""
    return {**asdict(etat_civil), "nom_usage": etat_civil.nom_usage or None}


def _creer(portail: Portail, demande: DemandeDeCompte, empreinte: str) -> None:
    with ecriture():
        if _trop_de_courriels(portail, demande.adresse):
            return
        ancien = db.session.scalar(select(Compte).where(Compte.courriel == demande.adresse))
        if ancien is not None and ancien.active_le is not None:
            deposer_courriel(
                portail, "compte_existant", ancien.courriel, _liens(portail), compte_id=ancien.id
            )
            return
        if ancien is not None:
            effacer(ancien.id)
        _envoyer_activation(portail, _inserer(portail, demande, empreinte))


def _inserer(portail: Portail, demande: DemandeDeCompte, empreinte: str) -> Compte:
    maintenant = portail.horloge.maintenant()
    compte = Compte(courriel=demande.adresse, mot_de_passe=empreinte, profil="candidat", cree_le=maintenant)
    compte.candidat = Candidat(cree_le=maintenant, **etat_civil_en_colonnes(demande.etat_civil))
    db.session.add(compte)
    db.session.flush()
    return compte


def _envoyer_activation(portail: Portail, compte: Compte) -> None:
    expire_le = compte.cree_le + DELAI_ACTIVATION
    secret = jeton.emettre(portail, jeton.ACTIVATION, compte.id, expire_le)
    lien = f"{portail.config.base_url}/compte/activer/{secret}"
    deposer_courriel(portail, "activation", compte.courriel, {"lien": lien}, compte_id=compte.id)


def _trop_de_courriels(portail: Portail, adresse: str) -> bool:
    return tentative.compter(portail, tentative.COURRIEL_DEMANDE, adresse) is not None


def _liens(portail: Portail) -> dict[str, str]:
    base = portail.config.base_url
    return {"lien_connexion": f"{base}/connexion", "lien_oublie": f"{base}/compte/mot-de-passe-oublie"}
