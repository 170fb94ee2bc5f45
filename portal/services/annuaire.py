"""The centres of one modèle, read from the database when a page or a règle asks for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from portal.db import db
from portal.domain.centre import Annuaire, AnnuaireVide, Centre, CentreOffrant, OffreEpreuve
from portal.domain.champs import TYPES
from portal.domain.champs.base import Env
from portal.domain.modele import ModeleExamen
from portal.services.portail import Portail
from portal.tables import centre as tables


class AnnuaireDuModele:
    """Reads each thing once: a centre by its code, what it offers, and what is open in some départements."""

    sur_parole = False

    def __init__(self, portail: Portail, modele: ModeleExamen, aujourd_hui: date) -> None:
        self._modele, self._aujourd_hui = modele, aujourd_hui
        self._env = Env(portail.referentiel, aujourd_hui)
        self._connus: dict[str, Centre | None] = {}
        self._ouverts: dict[str, CentreOffrant | None] = {}
        self._par_lieu: dict[frozenset[str], tuple[CentreOffrant, ...]] = {}

    def centre(self, code: str) -> Centre | None:
        if code not in self._connus:
            demande = select(tables.Centre).where(
                tables.Centre.famille == self._modele.famille, tables.Centre.code == code
            )
            ligne = db.session.scalar(demande)
            self._connus[code] = None if ligne is None else montrer(ligne)
        return self._connus[code]

    def offrant(self, code: str) -> CentreOffrant | None:
        """One short query: the other centres are not read to check one."""
        if code not in self._ouverts:
            self._ouverts[code] = next(iter(self._lire(tables.Centre.code == code)), None)
        return self._ouverts[code]

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        """One query, that does not read the centres of the whole country."""
        ou = frozenset(departements)
        if ou not in self._par_lieu:
            self._par_lieu[ou] = self._lire(tables.Centre.departement.in_(sorted(ou)))
        return self._par_lieu[ou]

    def _lire(self, *lesquels: ColumnElement[bool]) -> tuple[CentreOffrant, ...]:
        """One query: every épreuve that a centre in service opens for this modèle.

        Pairs of rows: `Centre.offres`, which somebody else may read, is not left with a part of the offers.
        """
        demande = (
            select(tables.Centre, tables.OffreCentre)
            .join(tables.Centre.offres)
            .where(
                tables.Centre.famille == self._modele.famille,
                en_service(self._aujourd_hui),
                tables.OffreCentre.slug == self._modele.slug,
                tables.OffreCentre.ouverte,
                *lesquels,
            )
            .order_by(tables.Centre.id, tables.OffreCentre.epreuve)
            .execution_options(populate_existing=True)
        )
        par_centre: dict[int, tuple[Centre, dict[str, OffreEpreuve]]] = {}
        for ligne, offre in db.session.execute(demande):
            _, offres = par_centre.setdefault(ligne.id, (montrer(ligne), {}))
            offres[offre.epreuve] = self._offre(offre)
        return tuple(CentreOffrant(centre, offres) for centre, offres in par_centre.values())

    def _offre(self, offre: tables.OffreCentre) -> OffreEpreuve:
        return OffreEpreuve(offre.epreuve, offre.places, offre.prises, self._details(offre))

    def _details(self, offre: tables.OffreCentre) -> tuple[tuple[str, str], ...]:
        return details(self._modele, offre, self._env)


def details(modele: ModeleExamen, offre: tables.OffreCentre, env: Env) -> tuple[tuple[str, str], ...]:
    """Return (question, answer) of what a centre declares for one épreuve."""
    questions = modele.centres.questions if modele.centres is not None else ()
    ecrits = (
        (q.champ.question, TYPES[q.champ.type].formater(q.champ, offre.champs[q.cle], env))
        for q in questions
        if offre.champs.get(q.cle) not in (None, "", [])
    )
    return tuple((question, reponse) for question, reponse in ecrits if reponse)


def annuaire_de(portail: Portail, modele: ModeleExamen, aujourd_hui: date) -> Annuaire:
    """Return the centres of a modèle; a modèle without any reads nothing."""
    return AnnuaireVide() if modele.centres is None else AnnuaireDuModele(portail, modele, aujourd_hui)


def en_service(aujourd_hui: date) -> ColumnElement[bool]:
    """Return the condition that a centre is habilité on a day and not deactivated (guide 001 §6)."""
    centre = tables.Centre
    return and_(
        centre.desactive_le.is_(None),
        centre.habilite_du <= aujourd_hui,
        or_(centre.habilite_au.is_(None), centre.habilite_au >= aujourd_hui),
    )


def montrer(ligne: tables.Centre) -> Centre:
    """Return a centre as the language reads it."""
    return Centre(
        id=ligne.id, code=ligne.code, intitule=ligne.intitule, adresse=ligne.adresse,
        code_postal=ligne.code_postal, commune=ligne.commune, departement=ligne.departement,
        courriel=ligne.courriel, telephone=ligne.telephone or "", modalites=ligne.modalites,
    )  # fmt: skip
