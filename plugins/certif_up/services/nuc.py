"""The NUC of a candidat: given once, read at the login, shown at the top of every page.

Two searches stand beside it: by the person who lost it (`nuc_retrouve`), by those who help (`chercher`).
"""

from __future__ import annotations

import secrets

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from plugins.certif_up.domain import numero
from plugins.certif_up.services import doubles
from plugins.certif_up.services.nuc_recherche import chercher
from plugins.certif_up.tables import Nuc
from portal.db import db, inserer_une_fois
from portal.domain.extension import COMMENCER, Demande
from portal.services.courriel import deposer_courriel
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import cle_publique

__all__ = ["attribuer", "chercher", "compte_de", "de", "suivre"]

ENREGISTRER = "enregistrer"
ESSAIS = 20
# Built once: it is read for every page of every candidate.
_DE_COMPTE = (
    select(Nuc.nuc)
    .join(Candidat, Candidat.id == Nuc.candidat_id)
    .where(Candidat.compte_id == bindparam("compte"))
)


def attribuer(portail: Portail, candidat_id: int) -> str | None:
    """Give a candidat a NUC and tell them by mail; None, and nothing done, when they have one.

    Runs inside `ecriture()`, the candidat locked, so that two drafts begun at once give one number.
    """
    if db.session.scalar(select(Nuc.id).where(Nuc.candidat_id == candidat_id)) is not None:
        return None
    candidat = db.session.get_one(Candidat, candidat_id)
    nuc = _inserer(portail, candidat)
    contexte = {"prenom": candidat.prenoms.split()[0], "nuc": numero.afficher(nuc)}
    deposer_courriel(
        portail, "certif_up_nuc", candidat.compte.courriel, contexte,
        cle=f"certif_up_nuc:{candidat_id}", compte_id=candidat.compte_id,
    )  # fmt: skip
    doubles.proposer(portail, candidat)
    return nuc


def compte_de(saisie: str) -> int | None:
    """Return the account that a NUC opens, None for nobody's: one query either way.

    A NUC that was replaced opens the account of the one that was kept.
    """
    garde = aliased(Nuc)
    demande = (
        select(Candidat.compte_id)
        .select_from(Nuc)
        .outerjoin(garde, garde.id == Nuc.remplace_par)
        .join(Candidat, Candidat.id == func.coalesce(garde.candidat_id, Nuc.candidat_id))
        .where(Nuc.nuc == (numero.lire(saisie) or ""))
    )
    return db.session.scalar(demande)


def de(compte_id: int) -> str | None:
    """Return the NUC of an account as it is read (« 4821 0937 K »), None for who has none."""
    trouve = db.session.connection().scalar(_DE_COMPTE, {"compte": compte_id})
    return None if trouve is None else numero.afficher(trouve)


def suivre(portail: Portail, fait: Demande) -> None:
    """Do what a transition of Certif-UP means for a NUC. Runs inside `ecriture()`, the candidat locked.

    The first request gives one; a request submitted is the last session; an état civil that was corrected
    may make the person look like another one.
    """
    if fait.code in (COMMENCER, ENREGISTRER):
        attribuer(portail, fait.candidat_id)
    nuc = db.session.scalar(select(Nuc).where(Nuc.candidat_id == fait.candidat_id))
    if nuc is None:
        return
    if fait.code == ENREGISTRER:
        nuc.derniere_session = fait.situation.modele.session_examen
    candidat = db.session.get_one(Candidat, fait.candidat_id)
    if nuc.identite != doubles.identite_de(candidat):
        nuc.identite = doubles.identite_de(candidat)
        doubles.proposer(portail, candidat)


def _inserer(portail: Portail, candidat: Candidat) -> str:
    """Draw numbers until one is free: among a hundred million, the first one nearly always is."""
    for _ in range(ESSAIS):
        nuc = numero.composer(secrets.randbelow(numero.TIRAGES))
        valeurs = {
            "cle": cle_publique(),
            "nuc": nuc,
            "candidat_id": candidat.id,
            "identite": doubles.identite_de(candidat),
            "origine": "attribue",
            "attribue_le": portail.horloge.maintenant(),
        }
        if inserer_une_fois(Nuc, "nuc", valeurs):
            return nuc
    raise RuntimeError("no free NUC was found")
