"""What the owner of an account reads and changes in « Modifier mes informations » (002 §4)."""

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import db, ecriture
from portal.domain.candidat import EtatCivil
from portal.domain.compte import DELAI_COURRIEL, EtatCivilVerrouille, LienInvalide
from portal.services import jeton, tentative
from portal.services.compte import effacer, etat_civil_en_colonnes, journaliser
from portal.services.connexion import ConnexionEnCours
from portal.services.contact import ServiceAContacter, services_du_candidat
from portal.services.courriel import deposer_courriel
from portal.services.mot_de_passe import verifier_actuel
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte


@dataclass(frozen=True)
class MonCompte:
    """The account as its page shows it. `etat_civil` is None for members of staff.

    `services`: whom to ask once the état civil is locked.
    """

    etat_civil: EtatCivil | None
    courriel: str
    courriel_en_attente: str | None
    verrouille: bool = False
    services: tuple[ServiceAContacter, ...] = ()


def lire(portail: Portail, compte_id: int) -> MonCompte:
    """Return what « Modifier mes informations » shows."""
    compte = db.session.get_one(Compte, compte_id)
    candidat = compte.candidat
    attente = jeton.en_attente(portail, jeton.COURRIEL, compte_id)
    nouveau = attente.donnees.get("nouveau") if attente else None
    if candidat is None:
        return MonCompte(None, compte.courriel, nouveau)
    verrouille = est_verrouille(candidat.id)
    services = services_du_candidat(portail, candidat) if verrouille else ()
    return MonCompte(etat_civil_de(candidat), compte.courriel, nouveau, verrouille, services)


def est_verrouille(candidat_id: int) -> bool:
    """Tell whether the état civil can no longer be changed by the candidate (docs/decisions/0007).

    « Dès qu'une candidature existe » (002 §4): a draft exists once its first tab, the one that shows the
    état civil and sends here to correct it, was validated. A draft that was given up locks nothing.
    """
    lignes = db.session.execute(
        select(Candidature.phase, Candidature.validees, Candidature.enregistree_le).where(
            Candidature.candidat_id == candidat_id
        )
    )
    return any(
        enregistree_le is not None or (phase == "brouillon" and validees)
        for phase, validees, enregistree_le in lignes
    )


def modifier_etat_civil(portail: Portail, compte_id: int, etat_civil: EtatCivil) -> bool:
    """Write the état civil; return whether it changed anything. Raises EtatCivilVerrouille."""
    with ecriture():
        candidat = db.session.scalars(
            select(Candidat).where(Candidat.compte_id == compte_id).with_for_update()
        ).one()
        if etat_civil_de(candidat) == etat_civil:
            return False
        if est_verrouille(candidat.id):
            raise EtatCivilVerrouille
        avant = etat_civil_en_colonnes(etat_civil_de(candidat))
        apres = etat_civil_en_colonnes(etat_civil)
        for colonne, valeur in apres.items():
            setattr(candidat, colonne, valeur)
        journaliser(
            portail, compte_id, "etat_civil_modifie", {"champs": [c for c in apres if apres[c] != avant[c]]}
        )
        return True


def demander_courriel(portail: Portail, en_cours: ConnexionEnCours, nouveau: str, mot_de_passe: str) -> None:
    """Send a link to the new address; nothing changes before it is used. `nouveau` is normalised.

    An address that has an account already gets a mail that says so, and the answer is the same.
    Raises MotDePasseActuelFaux or TropDeTentatives.
    """
    verifier_actuel(portail, en_cours, mot_de_passe)
    with ecriture():
        tentative.refuser_si(tentative.compter(portail, tentative.COURRIEL_DEMANDE, nouveau))
        jeton.oublier(en_cours.compte_id, jeton.COURRIEL)
        expire_le = portail.horloge.maintenant() + DELAI_COURRIEL
        donnees = {"nouveau": nouveau}
        secret = jeton.emettre(portail, jeton.COURRIEL, en_cours.compte_id, expire_le, donnees)
        _ecrire_aux_deux_adresses(portail, en_cours, nouveau, secret)


def courriel_a_confirmer(portail: Portail, secret: str) -> str:
    """Return the address that a link would confirm, without using it. Raises LienInvalide."""
    return str(jeton.lire(portail, jeton.COURRIEL, secret).donnees["nouveau"])


def confirmer_courriel(portail: Portail, secret: str) -> str:
    """Make the new address the identifier of the account; return it.

    Raises LienInvalide, also when somebody made an account with that address in the meantime.
    """
    try:
        return _confirmer(portail, secret)
    except IntegrityError as prise:
        raise LienInvalide from prise


def etat_civil_de(candidat: Candidat) -> EtatCivil:
    """Return the état civil that a row of Candidat holds."""
    colonnes = {champ.name: getattr(candidat, champ.name) for champ in fields(EtatCivil)}
    return EtatCivil(**{**colonnes, "nom_usage": candidat.nom_usage or ""})


def _ecrire_aux_deux_adresses(
    portail: Portail, en_cours: ConnexionEnCours, nouveau: str, secret: str
) -> None:
    base, compte_id = portail.config.base_url, en_cours.compte_id
    if _compte_actif(nouveau):
        liens = {"lien_connexion": f"{base}/connexion", "lien_oublie": f"{base}/compte/mot-de-passe-oublie"}
        deposer_courriel(portail, "compte_existant", nouveau, liens, compte_id=None)
    else:
        lien = {"lien": f"{base}/compte/courriel/{secret}"}
        deposer_courriel(portail, "courriel_confirmer", nouveau, lien, compte_id=compte_id)
    avis = {"nouveau": nouveau, "lien": f"{base}/compte/mot-de-passe-oublie"}
    deposer_courriel(portail, "courriel_ancien", en_cours.courriel, avis, compte_id=compte_id)


def _compte_actif(adresse: str) -> bool:
    actif = select(Compte.id).where(Compte.courriel == adresse, Compte.active_le.is_not(None))
    return db.session.scalar(actif) is not None


def _libre(adresse: str) -> bool:
    """Tell whether an address can become an identifier; a pending account does not hold it."""
    en_attente = select(Compte.id).where(Compte.courriel == adresse, Compte.active_le.is_(None))
    for identifiant in list(db.session.scalars(en_attente)):
        effacer(identifiant)
    return not _compte_actif(adresse)


def _confirmer(portail: Portail, secret: str) -> str:
    with ecriture():
        lu = jeton.consommer(portail, jeton.COURRIEL, secret)
        nouveau = str(lu.donnees["nouveau"])
        compte = db.session.get_one(Compte, lu.compte_id, with_for_update=True)
        if not _libre(nouveau):
            raise LienInvalide
        ancien, compte.courriel = compte.courriel, nouveau
        db.session.flush()
        jeton.oublier(compte.id, jeton.MOT_DE_PASSE)
        journaliser(portail, compte.id, "courriel_change")
        deposer_courriel(portail, "courriel_change", ancien, {"nouveau": nouveau}, compte_id=compte.id)
        return nouveau
