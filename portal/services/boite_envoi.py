"""The outbox and the jobs, as administrateurs look after them: states, errors, another try.

A mail is shown with its one-time links masked: who reads it must not be able to use them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.db import apres_commit, db, ecriture
from portal.services import courriel, tache
from portal.services.compte import journaliser
from portal.services.connexion import ConnexionEnCours
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant
from portal.tables.tache import Tache

PAR_PAGE = 30
A_LA_FOIS = 500  # mails put back in one transaction
_SECRET = re.compile(r"/[A-Za-z0-9_-]{20,}(?=[\s)\]>.,;]|$)")
MASQUE = "/••••••"


@dataclass(frozen=True, slots=True)
class PageLignes:
    """One page of mails or jobs, the latest first; `avant` asks for the next page, None on the last one."""

    lignes: tuple[Any, ...]
    comptes: Mapping[str, int]
    avant: int | None


@dataclass(frozen=True, slots=True)
class Lettre:
    """A mail as an administrateur reads it: links that open an account are masked."""

    id: int
    code: str
    destinataire: str
    objet: str
    texte: str
    etat: str
    tentatives: int
    erreur: str | None
    cree_le: datetime
    essai_apres: datetime
    envoye_le: datetime | None


def lister_courriels(etat: str = "", recherche: str = "", avant: int | None = None) -> PageLignes:
    """Return a page of the outbox. `recherche` is looked for in addresses and subjects."""
    c = CourrielSortant
    colonnes = (
        c.id, c.code, c.destinataire, c.objet, c.etat, c.tentatives, c.erreur, c.cree_le, c.envoye_le,
        c.essai_apres,
    )  # fmt: skip
    filtres = [c.etat == etat] if etat else []
    for mot in recherche.split()[:5]:
        filtres.append(
            or_(c.destinataire.icontains(mot, autoescape=True), c.objet.icontains(mot, autoescape=True))
        )
    return _page(colonnes, c.id, c.etat, filtres, avant)


def lister_taches(etat: str = "", genre: str = "", avant: int | None = None) -> PageLignes:
    """Return a page of the jobs."""
    t = Tache
    colonnes = (t.id, t.genre, t.cle, t.etat, t.tentatives, t.erreur, t.cree_le, t.apres)
    filtres = [t.etat == etat] if etat else []
    if genre:
        filtres.append(t.genre == genre)
    return _page(colonnes, t.id, t.etat, filtres, avant)


def genres() -> tuple[str, ...]:
    """Return the kinds of jobs that there are."""
    return tuple(db.session.scalars(select(Tache.genre).distinct().order_by(Tache.genre)))


def lire(portail: Portail, par: ConnexionEnCours, identifiant: int) -> Lettre | None:
    """Return one mail, its one-time links masked; None when there is none. The journal keeps who read it."""
    with ecriture():
        lu = db.session.get(CourrielSortant, identifiant)
        if lu is None:
            return None
        journaliser(portail, par.compte_id, "courriel_lu", {"courriel": identifiant})
        return Lettre(
            lu.id, lu.code, lu.destinataire, lu.objet, masquer(lu.texte), lu.etat, lu.tentatives, lu.erreur,
            lu.cree_le, lu.essai_apres, lu.envoye_le,
        )  # fmt: skip


def masquer(texte: str) -> str:
    """Hide the secret that ends an address."""
    return _SECRET.sub(MASQUE, texte)


def relancer_courriel(portail: Portail, par: ConnexionEnCours, identifiant: int) -> bool:
    """Try a mail that failed again; say whether it was one."""
    if not courriel.relancer(portail, identifiant):
        return False
    with ecriture():
        journaliser(portail, par.compte_id, "courriel_relance", {"courriel": identifiant})
    return True


def relancer_les_echecs(portail: Portail, par: ConnexionEnCours) -> int:
    """Try every mail that failed again; return how many."""
    nombre, identifiants = 0, [0]
    echecs = select(CourrielSortant).where(CourrielSortant.etat == "echec").limit(A_LA_FOIS)
    while identifiants:
        with ecriture():
            lignes = list(db.session.scalars(echecs.with_for_update(skip_locked=True)))
            identifiants = [ligne.id for ligne in lignes]
            for ligne in lignes:
                ligne.etat, ligne.tentatives, ligne.erreur = "a_envoyer", 0, None
                ligne.essai_apres = portail.horloge.maintenant()
            apres_commit(portail.reveil)
        nombre += len(identifiants)
    if nombre:
        with ecriture():
            journaliser(portail, par.compte_id, "courriel_relance", {"nombre": nombre})
    return nombre


def relancer_tache(portail: Portail, par: ConnexionEnCours, identifiant: int) -> bool:
    """Do a job that failed again; say whether it was one."""
    if not tache.relancer(portail, identifiant):
        return False
    with ecriture():
        journaliser(portail, par.compte_id, "tache_relancee", {"tache": identifiant})
    return True


def _page(
    colonnes: tuple[Any, ...],
    identifiant: Any,
    etat: Any,
    filtres: list[ColumnElement[bool]],
    avant: int | None,
) -> PageLignes:
    comptes = {mot: n for mot, n in db.session.execute(select(etat, func.count(identifiant)).group_by(etat))}
    borne = [identifiant < avant] if avant else []
    demande = select(*colonnes).where(and_(True, *filtres, *borne)).order_by(identifiant.desc())
    lignes = tuple(db.session.execute(demande.limit(PAR_PAGE + 1)))
    suivante = lignes[PAR_PAGE - 1].id if len(lignes) > PAR_PAGE else None
    return PageLignes(lignes[:PAR_PAGE], comptes, suivante)
