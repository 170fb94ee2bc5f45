"""Records that look like one person: noticed, proposed to the union, and one request at a time (U-120)."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import Text, and_, exists, func, select

from plugins.certif_up.domain.identite import identite
from plugins.certif_up.services.union import COURRIEL, FAMILLE
from plugins.certif_up.tables import Fusion, Nuc
from portal.db import db
from portal.domain.extension import Demande
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

VIVANTES = ("deposee", "inscrite")
REFUS = (
    "Une demande d'inscription est déjà en cours pour cette session à votre nom et à votre date de "
    "naissance, avec un autre compte. Connectez-vous avec votre NUC pour la retrouver : une autre adresse "
    f"mail ne change rien. Si ce n'est pas vous, écrivez à {COURRIEL} en indiquant vos nom de naissance, "
    "prénom et date de naissance."
)


def proposer(portail: Portail, candidat: Candidat) -> int:
    """Propose to the union each other record of the same person; return how many were new.

    Runs inside `ecriture()`. A pair that was proposed or decided before is left as it is.
    """
    db.session.flush()
    autres = [autre.id for autre in _semblables(candidat) if _a_un_nuc(autre.id)]
    return sum(_noter(portail, candidat.id, autre) for autre in autres)


def refus(portail: Portail, demande: Demande) -> str | None:
    """Return why a request cannot be submitted while the same person has one under another account.

    Inside the write transaction: of two accounts that submit at once, one waits for the other.
    """
    candidat = db.session.get_one(Candidat, demande.candidat_id)
    _un_a_la_fois(candidat)
    session_examen = demande.situation.modele.session_examen
    for autre in _semblables(candidat):
        if _a_une_demande(autre.id, session_examen) and not sont_distincts(candidat.id, autre.id):
            return REFUS
    return None


def sont_distincts(un: int, autre: int) -> bool:
    """Tell whether the union wrote down that two candidats are two persons."""
    premier, second = sorted((un, autre))
    paire = and_(Fusion.premier_id == premier, Fusion.second_id == second, Fusion.etat == "distinctes")
    return db.session.scalar(select(exists().where(paire))) or False


def candidats_de(qui: str, naissance_le: date) -> list[Candidat]:
    """Return the candidats of an identity, as they are called now.

    The database narrows by name too: many are written down as born on the first of January.
    """
    nom = qui.partition("|")[0]
    demande = (
        select(Candidat)
        .where(Candidat.naissance_le == naissance_le, Candidat.recherche.startswith(nom, autoescape=True))
        .order_by(Candidat.id)
    )
    return [candidat for candidat in db.session.scalars(demande) if identite_de(candidat) == qui]


def identite_de(candidat: Candidat) -> str:
    """Return who a candidat is (`domain.identite`)."""
    return identite(candidat.nom_naissance, candidat.prenoms, candidat.naissance_le)


def _semblables(candidat: Candidat) -> list[Candidat]:
    memes = candidats_de(identite_de(candidat), candidat.naissance_le)
    return [autre for autre in memes if autre.id != candidat.id]


def _a_un_nuc(candidat_id: int) -> bool:
    porte = exists().where(Nuc.candidat_id == candidat_id, Nuc.remplace_par.is_(None))
    return db.session.scalar(select(porte)) or False


def _a_une_demande(candidat_id: int, session_examen: str) -> bool:
    vivante = exists().where(
        Candidature.candidat_id == candidat_id,
        Candidature.famille == FAMILLE,
        Candidature.session_examen == session_examen,
        Candidature.phase.in_(VIVANTES),
    )
    return db.session.scalar(select(vivante)) or False


def _noter(portail: Portail, un: int, autre: int) -> bool:
    premier, second = sorted((un, autre))
    connue = exists().where(Fusion.premier_id == premier, Fusion.second_id == second)
    if db.session.scalar(select(connue)):
        return False
    maintenant = portail.horloge.maintenant()
    db.session.add(Fusion(premier_id=premier, second_id=second, proposee_le=maintenant))
    db.session.flush()
    return True


def _un_a_la_fois(candidat: Candidat) -> None:
    """Let one transaction at a time decide about a person. On SQLite there is only one anyway."""
    if db.engine.dialect.name != "postgresql":
        return
    empreinte = hashlib.sha256(identite_de(candidat).encode()).digest()[:8]
    verrou = int.from_bytes(empreinte, "big", signed=True)
    db.session.execute(select(func.pg_advisory_xact_lock(verrou).cast(Text)))
