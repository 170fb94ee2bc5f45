"""The open logins of an account: each is a row that can be seen, ended and that ends by itself.

The cookie holds a random secret, the database its SHA-256: a copied cookie is worth nothing once the
row is revoked.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, select, update

from portal.db import db, ecriture
from portal.domain.compte import CompteNonActive, perime
from portal.services import hachage, identifiant, personnel
from portal.services.identifiant import Designation
from portal.services.jeton import empreinte
from portal.services.portail import Portail
from portal.tables.agent import Agent
from portal.tables.compte import CANDIDAT, Compte
from portal.tables.connexion import Connexion

# `vue_le` is a display and an idle timer: one write a minute is enough, else every page read would write.
PAS_DE_VUE = timedelta(minutes=1)
_VIVANTE: tuple[ColumnElement[bool], ...] = (
    Connexion.revoquee_le.is_(None),
    Connexion.vue_le > bindparam("vue_apres"),
    Connexion.creee_le > bindparam("creee_apres"),
)
# Every page of a logged-in reader asks this: built once.
_RETROUVER = (
    select(
        Connexion.id,
        Connexion.vue_le,
        Connexion.second_facteur_le,
        Compte.id,
        Compte.courriel,
        Compte.profil,
        Compte.nom,
    )
    .join(Compte, Compte.id == Connexion.compte_id)
    .outerjoin(Agent, Agent.compte_id == Compte.id)
    .where(
        Connexion.jeton_hash == bindparam("jeton"),
        Compte.active_le.is_not(None),
        Agent.desactive_le.is_(None),
        *_VIVANTE,
    )
)


@dataclass(frozen=True)
class Provenance:
    """Where a request comes from, as far as its sender says so."""

    adresse_ip: str
    agent: str = ""


@dataclass(frozen=True)
class ConnexionEnCours:
    """Who is logged in, and through which connexion. `second_facteur`: its code was confirmed."""

    id: int
    compte_id: int
    courriel: str
    profil: str
    nom: str | None
    second_facteur: bool = False

    @property
    def attend_un_code(self) -> bool:
        """Tell whether this connexion opens nothing yet: staff, before the second factor."""
        return self.profil != CANDIDAT and not self.second_facteur


@dataclass(frozen=True)
class Appareil:
    """One open connexion, as its owner sees it."""

    id: int
    agent: str | None
    adresse_ip: str | None
    creee_le: datetime
    vue_le: datetime
    actuelle: bool


def ouvrir(portail: Portail, login: str, mot_de_passe: str, provenance: Provenance) -> str:
    """Check a login and a password, open a connexion, return its secret for the cookie.

    In: `login` is an address, or an identifier that a plugin knows. The try is counted before the password
    is looked at, so that a hundred parallel tries are a hundred.
    Raises TropDeTentatives or IdentifiantsRefuses; only to who knows the password, CompteNonActive,
    CompteDesactive or MotDePasseProvisoire.
    """
    qui = identifiant.designer(portail, login)
    permis = identifiant.compter_l_essai(portail, qui, provenance.adresse_ip)
    compte = db.session.scalar(select(Compte).where(Compte.courriel == qui.adresse))
    exacte = compte.mot_de_passe if compte else None
    if not hachage.verifier(exacte, mot_de_passe) or compte is None or exacte is None or not permis:
        raise identifiant.refus(portail)
    if perime(compte.cree_le, compte.active_le, portail.horloge.maintenant()):
        raise identifiant.refus(portail)
    if compte.active_le is None:
        raise CompteNonActive(compte.courriel)
    personnel.exiger_un_compte_en_service(compte.id)
    personnel.exiger_un_mot_de_passe_choisi(portail, compte.id)
    nouvelle = hachage.hacher(mot_de_passe) if hachage.a_rehacher(exacte) else exacte
    return _ouvrir(portail, qui, exacte, nouvelle, provenance)


def retrouver(portail: Portail, secret: str) -> ConnexionEnCours | None:
    """Return who is behind the secret of a cookie, or None when that connexion is over.

    It is over when revoked, unused for `connexion_inactivite`, or older than `connexion_duree`.
    """
    maintenant = portail.horloge.maintenant()
    demande = {"jeton": empreinte(secret), **_limites(portail)}
    ligne = db.session.connection().execute(_RETROUVER, demande).one_or_none()
    if ligne is None:
        return None
    identifiant, vue_le, second_facteur_le, compte_id, courriel, profil, nom = ligne
    if maintenant - vue_le >= PAS_DE_VUE:
        _noter_la_vue(identifiant, maintenant)
    return ConnexionEnCours(identifiant, compte_id, courriel, profil, nom, second_facteur_le is not None)


def fermer(portail: Portail, secret: str) -> None:
    """End the connexion of this cookie. Ending one that is over already is not an error."""
    with ecriture():
        db.session.execute(
            update(Connexion)
            .where(Connexion.jeton_hash == empreinte(secret), Connexion.revoquee_le.is_(None))
            .values(revoquee_le=portail.horloge.maintenant())
        )


def lister(portail: Portail, en_cours: ConnexionEnCours) -> tuple[Appareil, ...]:
    """Return the open connexions of the account: this one first, then the last seen ones."""
    lignes = db.session.scalars(
        select(Connexion)
        .where(Connexion.compte_id == en_cours.compte_id, *_VIVANTE)
        .order_by(Connexion.vue_le.desc()),
        _limites(portail),
    )
    appareils = [
        Appareil(c.id, c.agent, c.adresse_ip, c.creee_le, c.vue_le, c.id == en_cours.id) for c in lignes
    ]
    return tuple(sorted(appareils, key=lambda appareil: not appareil.actuelle))


def revoquer_les_autres(portail: Portail, en_cours: ConnexionEnCours) -> int:
    """End every other connexion of the account; return how many."""
    with ecriture():
        return revoquer(portail, en_cours.compte_id, sauf=en_cours.id)


def revoquer(portail: Portail, compte_id: int, sauf: int | None = None) -> int:
    """End the connexions of an account but one. Runs inside `ecriture()`; return how many ended."""
    ordre = (
        update(Connexion)
        .where(Connexion.compte_id == compte_id, Connexion.revoquee_le.is_(None))
        .values(revoquee_le=portail.horloge.maintenant())
    )
    if sauf is not None:
        ordre = ordre.where(Connexion.id != sauf)
    return len(db.session.execute(ordre.returning(Connexion.id)).all())


def _ouvrir(portail: Portail, qui: Designation, lue: str, nouvelle: str, provenance: Provenance) -> str:
    """Write the row, unless the password was changed while this one was being checked."""
    secret, maintenant = secrets.token_urlsafe(32), portail.horloge.maintenant()
    with ecriture():
        compte = db.session.scalar(select(Compte).where(Compte.courriel == qui.adresse).with_for_update())
        if compte is None or compte.mot_de_passe != lue:
            raise identifiant.refus(portail)
        compte.mot_de_passe = nouvelle
        identifiant.oublier_les_essais(qui, provenance.adresse_ip)
        db.session.add(
            Connexion(
                compte_id=compte.id,
                jeton_hash=empreinte(secret),
                creee_le=maintenant,
                vue_le=maintenant,
                agent=provenance.agent[:255],
                adresse_ip=provenance.adresse_ip[:45],
            )
        )
    return secret


def _limites(portail: Portail) -> dict[str, datetime]:
    """Return the values of _VIVANTE."""
    maintenant = portail.horloge.maintenant()
    return {
        "vue_apres": maintenant - portail.config.connexion_inactivite,
        "creee_apres": maintenant - portail.config.connexion_duree,
    }


def _noter_la_vue(identifiant: int, maintenant: datetime) -> None:
    with ecriture():
        db.session.execute(update(Connexion).where(Connexion.id == identifiant).values(vue_le=maintenant))
