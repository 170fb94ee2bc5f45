"""Members of staff, as administrateurs see them. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.domain.personnel import CompteIntrouvable
from portal.domain.texte_saisi import sans_accents
from portal.services.perimetre import agent_de
from portal.services.perimetres import PortionVue, decrire
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.compte import CANDIDAT, Compte
from portal.tables.connexion import Connexion

PAR_PAGE = 30
# actif: a telephone is set up; a_equiper: may still choose it; ferme: no more, an administrateur resets it.
ETATS = ("actif", "a_equiper", "ferme", "desactive")


@dataclass(frozen=True, slots=True)
class Membre:
    """One line of the list."""

    compte_id: int
    nom: str
    courriel: str
    profil: str
    etat: str
    vu_le: datetime | None


@dataclass(frozen=True, slots=True)
class PageMembres:
    """One page of the list; `total` counts all that match."""

    membres: tuple[Membre, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Fiche:
    """All that is known of one member of staff. `connexions` counts the open ones."""

    membre: Membre
    cree_le: datetime
    telephone_le: datetime | None
    telephone_jusqu_a: datetime | None
    desactive_le: datetime | None
    sante: bool
    connexions: int
    portions: tuple[PortionVue, ...]


def lister(
    portail: Portail, recherche: str = "", profil: str = "", etat: str = "", page: int = 1
) -> PageMembres:
    """Return a page of the members of staff whose name and address hold every word, by name."""
    mots = sans_accents(recherche).casefold().split()
    tous = (_membre(portail, ligne) for ligne in db.session.execute(_LIGNES))
    trouves = sorted(
        (
            un
            for un in tous
            if profil in ("", un.profil) and etat in ("", un.etat) and all(mot in _texte(un) for mot in mots)
        ),
        key=_texte,
    )
    pages = max(1, -(-len(trouves) // PAR_PAGE))
    page = min(max(page, 1), pages)
    montres = tuple(trouves[(page - 1) * PAR_PAGE : page * PAR_PAGE])
    return PageMembres(montres, len(trouves), page, pages)


def fiche(portail: Portail, compte_id: int) -> Fiche:
    """Return one member of staff. Raises CompteIntrouvable."""
    ligne = db.session.execute(_LIGNES.where(Compte.id == compte_id)).one_or_none()
    if ligne is None:
        raise CompteIntrouvable
    perimetres = db.session.scalars(
        select(Perimetre).where(Perimetre.compte_id == compte_id).order_by(Perimetre.id)
    )
    return Fiche(
        _membre(portail, ligne),
        ligne.cree_le,
        ligne.totp_confirme_le,
        ligne.enrolement_jusqu_a,
        ligne.desactive_le,
        agent_de(portail, compte_id).sante,
        _connexions(portail, compte_id),
        tuple(decrire(portail, une) for une in perimetres),
    )


_VUE = (
    select(func.max(Connexion.vue_le))
    .where(Connexion.compte_id == Compte.id, Connexion.second_facteur_le.is_not(None))
    .scalar_subquery()
    .label("vu_le")
)
_LIGNES = (
    select(
        Compte.id,
        Compte.nom,
        Compte.courriel,
        Compte.profil,
        Compte.cree_le,
        Agent.totp_confirme_le,
        Agent.enrolement_jusqu_a,
        Agent.desactive_le,
        _VUE,
    )
    .outerjoin(Agent, Agent.compte_id == Compte.id)
    .where(Compte.profil != CANDIDAT)
)


def _membre(portail: Portail, ligne: Any) -> Membre:
    etat = _etat(portail.horloge.maintenant(), ligne)
    return Membre(ligne.id, ligne.nom or ligne.courriel, ligne.courriel, ligne.profil, etat, ligne.vu_le)


def _etat(maintenant: datetime, ligne: Any) -> str:
    if ligne.desactive_le is not None:
        return "desactive"
    if ligne.totp_confirme_le is not None:
        return "actif"
    fin = ligne.enrolement_jusqu_a
    return "a_equiper" if fin is not None and maintenant < fin else "ferme"


def _texte(membre: Membre) -> str:
    return sans_accents(f"{membre.nom} {membre.courriel}").casefold()


def _connexions(portail: Portail, compte_id: int) -> int:
    maintenant, config = portail.horloge.maintenant(), portail.config
    ouvertes = select(func.count(Connexion.id)).where(
        Connexion.compte_id == compte_id,
        Connexion.revoquee_le.is_(None),
        Connexion.vue_le > maintenant - config.connexion_inactivite,
        Connexion.creee_le > maintenant - config.connexion_duree,
    )
    return db.session.scalar(ouvertes) or 0
