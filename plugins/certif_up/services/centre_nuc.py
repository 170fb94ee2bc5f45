"""The NUC of the people that a centre reads about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.tables import Nuc
from portal.db import db


def nucs_de(candidats: Iterable[int]) -> dict[int, str]:
    """Return the NUC of some candidats as it is read, by their id; nothing for who has none."""
    demande = select(Nuc.candidat_id, Nuc.nuc).where(Nuc.candidat_id.in_(list(candidats)))
    lus = db.session.execute(demande)
    return {candidat: numero.afficher(nuc) for candidat, nuc in lus if candidat is not None}


def nuc_de(candidat_id: int) -> str:
    """Return the NUC of one candidat as it is read, "" for who has none."""
    return nucs_de([candidat_id]).get(candidat_id, "")


def candidats_du_nuc(texte: str) -> tuple[int, ...]:
    """Return who a NUC names, through the one that replaced it; nobody for anything else."""
    lu = numero.lire(texte[:100]) if texte else None
    if lu is None or not any(un.isdigit() for un in lu):
        return ()
    ligne = db.session.execute(select(Nuc.candidat_id, Nuc.remplace_par).where(Nuc.nuc == lu)).one_or_none()
    if ligne is None:
        return ()
    if ligne.remplace_par is None:
        return (ligne.candidat_id,) if ligne.candidat_id is not None else ()
    vers = db.session.scalar(select(Nuc.candidat_id).where(Nuc.id == ligne.remplace_par))
    return (vers,) if vers is not None else ()
