"""The catalogue of the published modèles: what is current, and each candidature's own compiled version."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from portal.db import db
from portal.domain.langage.accord import accorder
from portal.domain.langage.diagnostic import ModeleInvalide
from portal.domain.langage.lecteur import recompiler
from portal.domain.modele import ModeleExamen
from portal.domain.referentiel import Academie, Referentiel
from portal.tables.compteur import Compteur
from portal.tables.modele import VersionModele

journal = logging.getLogger(__name__)

PUBLICATIONS = "publications"  # the Compteur that every publication increments
COMPILES_AU_PLUS = 64  # about 0.3 MB each
_LUES = (
    VersionModele.id, VersionModele.slug, VersionModele.numero, VersionModele.famille, VersionModele.academie,
    VersionModele.session_examen, VersionModele.annee, VersionModele.hash_fige, VersionModele.hash_vif,
    VersionModele.resume,
)  # fmt: skip

_REPERE = select(Compteur.n).where(Compteur.cle == PUBLICATIONS)

Cle = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Entree:
    """One published modèle as lists show it, without compiling it. Instants are aware UTC, for `fuseau`.

    `fermeture` is exclusive; `specialites` are (code, intitulé), empty when there is none to choose;
    `demonstration` marks the copy of a modèle whose calendar was moved so that it is open. `etats` and
    `categories` are (code, intitulé); a version published before they were summed up has none of them.
    """

    slug: str
    version_modele_id: int
    numero: int
    famille: str
    domaine: str
    intitule: str
    academie: Academie
    session_examen: str
    annee: int
    ouverture: datetime
    fermeture: datetime
    fuseau: ZoneInfo
    specialites: tuple[tuple[str, str], ...]
    confirmation: str
    demonstration: bool
    hash_fige: str
    hash_vif: str
    etats: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    repere: int
    entrees: tuple[Entree, ...] = ()
    par_slug: Mapping[str, Entree] = field(default_factory=dict)


def resumer(modele: ModeleExamen) -> dict[str, Any]:
    """Return what `VersionModele.resume` keeps of a modèle, so that a list compiles nothing."""
    periode = modele.calendrier.inscription
    return {
        "domaine": modele.domaine,
        "intitule": modele.intitule,
        "ouverture": periode.ouverture.isoformat(),
        "fermeture": periode.fermeture.isoformat(),
        "fuseau": periode.fuseau.key,
        "specialites": [[code, une.intitule] for code, une in modele.specialites.items() if code],
        "confirmation": modele.confirmation,
        "etats": [[etat.code, etat.intitule] for etat in modele.circuit.etats.values()],
        "categories": [[o.code, o.intitule] for o in modele.categorie.champ.options]
        if modele.categorie
        else [],
    }


class Catalogue:
    """Every current modèle. One per process; threads share it.

    Nothing is compiled before it is asked for; what is compiled is kept by hash, since a version never
    changes. A publication by another process is seen through one counter, read once per transaction.
    """

    def __init__(
        self, referentiel: Referentiel, compiles: OrderedDict[Cle, ModeleExamen] | None = None
    ) -> None:
        """Start empty, or with what another catalogue compiled: a key says all of what it stands for."""
        self._referentiel = referentiel
        self._courant = _Index(-1)
        self._compiles = OrderedDict() if compiles is None else compiles
        self._hash_figes: dict[int, str] = {}
        self._verrou, self._atelier = Lock(), Lock()

    def index(self) -> tuple[Entree, ...]:
        """Return the current version of every modèle, in the order of slugs."""
        return self._index().entrees

    def entree(self, slug: str) -> Entree | None:
        """Return the line of one modèle, None when it was never published."""
        return self._index().par_slug.get(slug)

    def courant(self, slug: str) -> ModeleExamen | None:
        """Return the current version of a modèle, None when it was never published."""
        entree = self.entree(slug)
        return None if entree is None else self._modele(entree, entree.version_modele_id, entree.hash_fige)

    def pour(self, version_modele_id: int, slug: str) -> ModeleExamen:
        """Return what a candidature is filled against: the pinned part of its version, today's live part.

        Raises KeyError when there is no such version, ModeleInvalide when it no longer compiles.
        """
        entree = self._index().par_slug[slug]
        return self._modele(entree, version_modele_id, self._hash_fige(entree, version_modele_id))

    def preparer(self, version_modele_id: int, slug: str) -> None:
        """Compile what `pour` will return, unless that is done; costs no query once it is.

        Goes by the index at hand: after a publication elsewhere, `pour` may still have to compile.
        """
        entree = self._courant.par_slug.get(slug)
        fige = None if entree is None else self._fige_connu(entree, version_modele_id)
        if entree is None or fige is None or (slug, fige, entree.hash_vif) not in self._compiles:
            self.pour(version_modele_id, slug)

    def _fige_connu(self, entree: Entree, identifiant: int) -> str | None:
        if identifiant == entree.version_modele_id:
            return entree.hash_fige
        return self._hash_figes.get(identifiant)

    def _hash_fige(self, entree: Entree, identifiant: int) -> str:
        connu = self._fige_connu(entree, identifiant)
        if connu is None:
            demande = select(VersionModele.hash_fige).where(
                VersionModele.id == identifiant, VersionModele.slug == entree.slug
            )
            trouve = db.session.scalar(demande)
            if trouve is None:
                raise KeyError(identifiant)
            connu = self._hash_figes[identifiant] = trouve
        return connu

    def _modele(self, entree: Entree, identifiant: int, hash_fige: str) -> ModeleExamen:
        cle = (entree.slug, hash_fige, entree.hash_vif)
        return self._garde(cle) or self._fabriquer(
            cle, lambda: self._compiler(entree, identifiant, hash_fige)
        )

    def _garde(self, cle: Cle) -> ModeleExamen | None:
        with self._verrou:
            if cle in self._compiles:
                self._compiles.move_to_end(cle)
            return self._compiles.get(cle)

    def _fabriquer(self, cle: Cle, compiler: Callable[[], ModeleExamen]) -> ModeleExamen:
        """One compilation at a time, so that a rush on one modèle compiles it once."""
        with self._atelier:
            fait = self._garde(cle)
            if fait is not None:
                return fait
            fait = compiler()
            with self._verrou:
                self._compiles[cle] = fait
                while len(self._compiles) > COMPILES_AU_PLUS:
                    self._compiles.popitem(last=False)
            return fait

    def _compiler(self, entree: Entree, identifiant: int, hash_fige: str) -> ModeleExamen:
        parties = {i: (fige, vif) for i, fige, vif in db.session.execute(_parties(entree, identifiant))}
        fige, ancien_vif = parties[identifiant]
        vif = parties[entree.version_modele_id][1]
        try:
            modele = recompiler(fige, vif, entree.slug, self._referentiel)
        except ModeleInvalide as invalide:
            if identifiant == entree.version_modele_id:
                raise
            journal.warning(
                "%s: today's live part does not fit an earlier version: %s", entree.slug, invalide
            )
            modele = recompiler(fige, accorder(fige, ancien_vif, vif), entree.slug, self._referentiel)
        return replace(modele, hash_fige=hash_fige, hash_vif=entree.hash_vif)

    def _index(self) -> _Index:
        repere = lire_repere()
        if self._courant.repere != repere:
            lignes = db.session.execute(
                select(*_LUES).where(VersionModele.courant).order_by(VersionModele.slug)
            )
            entrees = tuple(self._entree(ligne) for ligne in lignes)
            self._courant = _Index(repere, entrees, {entree.slug: entree for entree in entrees})
        return self._courant

    def _entree(self, ligne: Row[Any]) -> Entree:
        resume = ligne.resume
        return Entree(
            slug=ligne.slug, version_modele_id=ligne.id, numero=ligne.numero, famille=ligne.famille,
            domaine=resume["domaine"], intitule=resume["intitule"],
            academie=self._referentiel.academies[ligne.academie], session_examen=ligne.session_examen,
            annee=ligne.annee, ouverture=datetime.fromisoformat(resume["ouverture"]),
            fermeture=datetime.fromisoformat(resume["fermeture"]), fuseau=ZoneInfo(resume["fuseau"]),
            specialites=tuple((code, intitule) for code, intitule in resume["specialites"]),
            confirmation=resume["confirmation"], demonstration=resume.get("demonstration", False),
            hash_fige=ligne.hash_fige, hash_vif=ligne.hash_vif,
            etats=tuple((code, intitule) for code, intitule in resume.get("etats", ())),
            categories=tuple((code, intitule) for code, intitule in resume.get("categories", ())),
        )  # fmt: skip


def _parties(entree: Entree, identifiant: int) -> Any:
    demandes = (identifiant, entree.version_modele_id)
    return select(VersionModele.id, VersionModele.fige, VersionModele.vif).where(
        VersionModele.id.in_(demandes)
    )


def lire_repere() -> int:
    """Return how many publications there were, as the current transaction sees it; read once in each."""
    ouverte = db.session()
    vu = ouverte.info.get(PUBLICATIONS)
    if vu is not None and vu[0] is ouverte.get_transaction():
        return int(vu[1])
    repere = ouverte.connection().execute(_REPERE).scalar() or 0
    ouverte.info[PUBLICATIONS] = (ouverte.get_transaction(), repere)
    return repere
