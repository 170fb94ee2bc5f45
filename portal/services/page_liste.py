"""One page of the list of candidatures: fifty rows of a million, read by an index and nothing else.

A périmètre may have several portions, each with several spécialités: one statement per branch reads its
own few rows from its own index, and the rows are put in order here (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_, union_all

from portal.db import db
from portal.domain.curseur import Curseur
from portal.domain.filtre import Filtre
from portal.services.liste import conditions
from portal.services.perimetre import AgentEnPoste, branches
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.compte import Compte

PAR_PAGE = 50
PLAFOND = 1000  # beyond, « plus de 1 000 »: to count a million rows reads a million rows
COLONNES = (
    Candidature.id, Candidature.cle, Candidature.slug, Candidature.specialite, Candidature.etat,
    Candidature.phase, Candidature.categorie, Candidature.numero_inscription, Candidature.enregistree_le,
    Candidature.pieces_dues, Candidature.pieces_manquantes, Candidature.pieces_a_verifier,
    Candidature.pieces_non_conformes, Candidature.pieces_conformes, Candidature.recherche,
    Candidat.nom_naissance, Candidat.nom_usage, Candidat.prenoms, Candidat.numero, Candidat.naissance_le,
    Compte.courriel, Centre.code.label("centre_code"), Centre.intitule.label("centre"),
    Centre.commune.label("centre_commune"),
)  # fmt: skip

Lieu = tuple[datetime | str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows (columns of COLONNES) and where the pages around them begin, "" when there is none.

    `total` counts the whole search, PLAFOND + 1 standing for more.
    """

    lignes: tuple[Row[Any], ...]
    precedente: str
    suivante: str
    total: int

    @property
    def trop(self) -> bool:
        """Tell whether there are more than PLAFOND."""
        return self.total > PLAFOND


def lire_page(
    portail: Portail, agent: AgentEnPoste, filtre: Filtre, apres: str = "", avant: str = ""
) -> Page:
    """Return the page that begins after, or ends before, a cursor; the first one without any.

    Raises CurseurInvalide.
    """
    recherche = _Recherche(portail, agent, filtre)
    curseur = Curseur.lire(apres or avant, filtre.par_nom) if apres or avant else None
    lieux = recherche.lieux(curseur, PAR_PAGE + 1, a_rebours=bool(avant and not apres))
    if avant and not apres:
        if len(lieux) <= PAR_PAGE:
            return lire_page(portail, agent, filtre)
        lieux = lieux[1:]
        reste, debut = True, False
    else:
        reste, debut = len(lieux) > PAR_PAGE, curseur is None
        lieux = lieux[:PAR_PAGE]
    entiere = debut and not reste
    return Page(
        lignes=_lignes([identifiant for _, identifiant in lieux]),
        precedente="" if debut or not lieux else Curseur(*lieux[0]).ecrire(),
        suivante=Curseur(*lieux[-1]).ecrire() if reste else "",
        total=len(lieux) if entiere else recherche.combien(),
    )


def compter(portail: Portail, agent: AgentEnPoste, filtre: Filtre) -> int:
    """Return how many candidatures a search gives, PLAFOND + 1 at most."""
    return _Recherche(portail, agent, filtre).combien()


class _Recherche:
    """One search as statements: a branch each for what one index reads in order."""

    def __init__(self, portail: Portail, agent: AgentEnPoste, filtre: Filtre) -> None:
        self._branches = branches(portail, agent, filtre.specialite)
        self._conditions = conditions(filtre)
        self._par_nom, self._monte = filtre.par_nom, filtre.par_nom or filtre.tri == "anciennes"
        self._cle: Any = Candidature.recherche if filtre.par_nom else Candidature.enregistree_le

    def lieux(self, curseur: Curseur | None, nombre: int, a_rebours: bool) -> list[Lieu]:
        """Return the keys and ids of some rows beside a cursor, in the order of the list."""
        monte = self._monte != a_rebours
        requetes = [self._branche(une, curseur, nombre, monte) for une in self._branches]
        lus = {(cle, identifiant) for requete in _ensemble(requetes) for cle, identifiant in requete}
        lieux = sorted(lus, reverse=not monte)[:nombre]
        return lieux[::-1] if a_rebours else lieux

    def combien(self) -> int:
        """Return how many rows there are, PLAFOND + 1 at most; a row in two branches counts once."""
        requetes = [self._branche(une, None, PLAFOND + 1, self._monte) for une in self._branches]
        if len(requetes) == 1:
            dedans = requetes[0].subquery()
            return db.session.scalar(select(func.count()).select_from(dedans)) or 0
        vus = {identifiant for requete in _ensemble(requetes) for _, identifiant in requete}
        return min(len(vus), PLAFOND + 1)

    def _branche(
        self, une: ColumnElement[bool], curseur: Curseur | None, nombre: int, monte: bool
    ) -> Select[Any]:
        ordre = [self._cle, Candidature.id] if monte else [self._cle.desc(), Candidature.id.desc()]
        requete = select(self._cle.label("rang"), Candidature.id).where(une, *self._conditions)
        if curseur is not None:
            lieu, borne = tuple_(self._cle, Candidature.id), tuple_(*_borne(curseur, self._cle))
            requete = requete.where(lieu > borne if monte else lieu < borne)
        return requete.order_by(*ordre).limit(nombre)


def _borne(curseur: Curseur, cle: Any) -> tuple[Any, Any]:
    from sqlalchemy import literal

    return literal(curseur.cle, cle.type), literal(curseur.id)


def _ensemble(requetes: Sequence[Select[Any]]) -> list[Any]:
    """Run several statements as one; SQLite wants each limited one wrapped."""
    if len(requetes) == 1:
        return [db.session.execute(requetes[0])]
    emballees = [select(requete.subquery()) for requete in requetes]
    return [db.session.execute(union_all(*emballees))] if emballees else []


def _lignes(identifiants: Sequence[int]) -> tuple[Row[Any], ...]:
    """Read what is shown of some candidatures, in the order given. The answers stay in the database."""
    if not identifiants:
        return ()
    lues = db.session.execute(
        select(*COLONNES)
        .join(Candidat, Candidat.id == Candidature.candidat_id)
        .join(Compte, Compte.id == Candidat.compte_id)
        .outerjoin(Centre, Centre.id == Candidature.centre_id)
        .where(Candidature.id.in_(identifiants))
    )
    par_id = {ligne.id: ligne for ligne in cast("Iterable[Row[Any]]", lues)}
    return tuple(par_id[identifiant] for identifiant in identifiants if identifiant in par_id)
