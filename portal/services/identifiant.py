"""Whose login is typed: an address, or another identifier that a plugin knows; and how often it is tried."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.db import db, ecriture
from portal.domain.adresse_courriel import LONGUEUR_MAXIMALE, AdresseInvalide, normaliser
from portal.domain.compte import IdentifiantsRefuses
from portal.domain.extension import Identifiant
from portal.services import tentative
from portal.services.portail import Portail
from portal.tables.compte import CANDIDAT, Compte


@dataclass(frozen=True, slots=True)
class Designation:
    """What somebody typed to say who they are.

    `texte` is the one spelling under which tries are counted. `adresse` is that of the account looked for,
    "" when what was typed can be nobody's; it differs from an address that was typed when that account was
    joined to another one. `autre`: it is no address, and plugins were asked.
    """

    texte: str
    adresse: str
    autre: bool = False


def identifiants(portail: Portail) -> tuple[Identifiant, ...]:
    """Return the identifiers other than the address with which candidates may log in."""
    return tuple(un for apport in portail.extensions.hook.portal_identifiants() for un in apport)


def designer(portail: Portail, saisie: str) -> Designation:
    """Read what was typed as a login. A member of staff has no other identifier than the address."""
    try:
        adresse = normaliser(saisie)
    except AdresseInvalide:
        autres = identifiants(portail)
    else:
        return Designation(adresse, _adresse_suivie(adresse))
    return _chercher(autres, saisie) if autres else Designation(saisie, "")


def refus(portail: Portail) -> IdentifiantsRefuses:
    """Return what is said of a wrong login, in the words of the form."""
    return IdentifiantsRefuses(autres=bool(identifiants(portail)))


def compter_l_essai(portail: Portail, qui: Designation, adresse_ip: str) -> bool:
    """Count a try to log in, before the password is looked at. Raises TropDeTentatives.

    Out: False when the account itself had too many tries under its address. That is answered as a wrong
    password: else the wait would tell that this identifier exists, and whose it is.
    """
    attentes: list[timedelta | None] = []
    compte_use = None
    with ecriture():
        attentes.append(tentative.compter(portail, tentative.CONNEXION, qui.texte))
        attentes.append(tentative.compter(portail, tentative.CONNEXION_PAR_IP, adresse_ip))
        if qui.autre:
            attentes.append(tentative.compter(portail, tentative.IDENTIFIANT_PAR_IP, adresse_ip))
            # Nobody's identifier is counted twice too: the same work, the same time.
            sujet = qui.adresse or f"? {qui.texte}"
            compte_use = tentative.compter(portail, tentative.CONNEXION, sujet)
    tentative.refuser_si(max((a for a in attentes if a is not None), default=None))
    return compte_use is None


def oublier_les_essais(qui: Designation, adresse_ip: str) -> None:
    """Take back what the tries of somebody who got in cost. Runs inside `ecriture()`."""
    for sujet in {qui.texte, qui.adresse}:
        tentative.oublier(tentative.CONNEXION, sujet)
    if qui.autre:
        tentative.rendre(tentative.IDENTIFIANT_PAR_IP, adresse_ip)


def _chercher(autres: tuple[Identifiant, ...], saisie: str) -> Designation:
    texte = _epurer(saisie)
    trouves = [un.compte_de(texte) for un in autres]
    compte_id = next((trouve for trouve in trouves if trouve is not None), None)
    du_candidat = select(Compte.courriel).where(Compte.id == (compte_id or 0), Compte.profil == CANDIDAT)
    return Designation(_condenser(texte), db.session.scalar(du_candidat) or "", autre=True)


def _adresse_suivie(adresse: str) -> str:
    """Return the address of the account that an address leads to: itself, but for an account joined."""
    garde = aliased(Compte)
    suivie = select(garde.courriel).join(Compte, Compte.remplace_par == garde.id)
    return db.session.scalar(suivie.where(Compte.courriel == adresse)) or adresse


def _epurer(saisie: str) -> str:
    """Leave out what no database and no log can hold."""
    return "".join(signe for signe in saisie.strip()[:LONGUEUR_MAXIMALE] if signe.isprintable())


def _condenser(texte: str) -> str:
    """Return one spelling for « 4821 0937 k » and « 48210937K »: other spaces give no other tries."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", texte)).upper() or "?"
