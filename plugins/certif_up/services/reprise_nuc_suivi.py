"""What the pages of imports show: the list, the progress of one, its lines, its result as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from plugins.certif_up.domain.ancien import COLONNES
from plugins.certif_up.services import reprise_nuc_avancement as avancement
from plugins.certif_up.services.reprise_nuc import RepriseIntrouvable
from plugins.certif_up.tables import LigneReprise, Reprise
from portal.db import db
from portal.domain.feuille import ecrire_feuille
from portal.services.portail import Portail

PAR_PAGE = 50
ETATS_DES_LIGNES = {
    "a_verifier": "À vérifier", "refusee": "À corriger", "prete": "Prête", "a_rattacher": "À rattacher",
    "faite": "Reprise", "sans_objet": "Sans objet", "echec": "En échec",
}  # fmt: skip
TRAITEES = ("faite", "a_rattacher", "sans_objet", "echec", "refusee")


@dataclass(frozen=True, slots=True)
class Suivi:
    """One import and its lines by état."""

    reprise: Reprise
    comptes: Mapping[str, int]

    def compte(self, etat: str) -> int:
        return self.comptes.get(etat, 0)

    @property
    def vivante(self) -> bool:
        """Whether the worker is at it."""
        return self.reprise.etat in ("en_verification", "en_cours")

    @property
    def verifiees(self) -> int:
        return self.reprise.total - self.compte("a_verifier")

    @property
    def traitees(self) -> int:
        return sum(self.compte(etat) for etat in TRAITEES)


def lister(portail: Portail, page: int = 1) -> tuple[Sequence[Reprise], int]:
    """Return a page of the imports, the last one first, and how many pages there are."""
    total = db.session.scalar(select(func.count(Reprise.id))) or 0
    lues = select(Reprise).order_by(Reprise.id.desc()).offset((page - 1) * PAR_PAGE).limit(PAR_PAGE)
    return db.session.scalars(lues).all(), max(1, -(-total // PAR_PAGE))


def suivre(portail: Portail, cle: str) -> Suivi:
    """Return one import. Raises RepriseIntrouvable."""
    reprise = db.session.scalar(select(Reprise).where(Reprise.cle == cle))
    if reprise is None:
        raise RepriseIntrouvable
    return Suivi(reprise, avancement.comptes(reprise.id))


def lignes(suivi: Suivi, etat: str = "", page: int = 1) -> tuple[Sequence[LigneReprise], int]:
    """Return a page of the lines, of one état or of all, and how many pages there are."""
    siennes = [LigneReprise.reprise_id == suivi.reprise.id]
    siennes += [LigneReprise.etat == etat] if etat else []
    total = suivi.compte(etat) if etat else sum(suivi.comptes.values())
    lues = select(LigneReprise).where(*siennes).order_by(LigneReprise.rang)
    montrees = db.session.scalars(lues.offset((page - 1) * PAR_PAGE).limit(PAR_PAGE)).all()
    return montrees, max(1, -(-total // PAR_PAGE))


def resultat(suivi: Suivi, etat: str = "") -> bytes:
    """Return what became of each line as a CSV file: the cells of the file, then the outcome."""
    siennes = [LigneReprise.reprise_id == suivi.reprise.id]
    siennes += [LigneReprise.etat == etat] if etat else []
    lues = select(LigneReprise.rang, LigneReprise.contenu, LigneReprise.etat, LigneReprise.message)
    rangees = db.session.execute(
        lues.where(*siennes).order_by(LigneReprise.rang).execution_options(yield_per=500)
    )
    titres = ("ligne", *(une.code for une in COLONNES), "resultat", "message")
    corps = (
        (rang, *(contenu.get(une.code, "") for une in COLONNES), ETATS_DES_LIGNES[fin], message)
        for rang, contenu, fin, message in rangees
    )
    return ecrire_feuille((titres, *corps))


def modele() -> bytes:
    """Return the file to fill in: its titles."""
    return ecrire_feuille([tuple(une.code for une in COLONNES)])
