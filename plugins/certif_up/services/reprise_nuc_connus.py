"""What the file and the database already say of the lines of an import: a few queries for a packet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from plugins.certif_up.domain.ancien import Ancien
from plugins.certif_up.domain.identite import identite
from plugins.certif_up.tables import LigneReprise, Nuc
from portal.db import db
from portal.tables.candidat import Candidat
from portal.tables.compte import Compte


@dataclass(frozen=True, slots=True)
class Connus:
    """For a packet: the first line of the file that gives each NUC and address, the identity behind each
    NUC, who has each address (None: nobody who can have a NUC), and the identities that have a record."""

    rang_du_nuc: Mapping[str, int]
    rang_du_courriel: Mapping[str, int]
    nucs: Mapping[str, str]
    adresses: Mapping[str, str | None]
    identites: frozenset[str]


def connaitre(lignes: Sequence[LigneReprise], anciens: Sequence[Ancien]) -> Connus:
    """Ask the database once for all the lines of a packet, which are of one import."""
    if not lignes:
        return Connus({}, {}, {}, {}, frozenset())
    reprise_id = lignes[0].reprise_id
    nucs = select(Nuc.nuc, Nuc.identite).where(Nuc.nuc.in_([un.nuc for un in anciens]))
    return Connus(
        _premiers(reprise_id, LigneReprise.nuc, [ligne.nuc for ligne in lignes]),
        _premiers(reprise_id, LigneReprise.courriel, [ligne.courriel for ligne in lignes]),
        {nuc: qui for nuc, qui in db.session.execute(nucs)},
        _adresses([un.courriel for un in anciens]),
        _identites(anciens),
    )


def _premiers(
    reprise_id: int, colonne: InstrumentedAttribute[str], valeurs: Sequence[str]
) -> Mapping[str, int]:
    demande = select(colonne, func.min(LigneReprise.rang)).where(
        LigneReprise.reprise_id == reprise_id, colonne.in_({valeur for valeur in valeurs if valeur})
    )
    return {valeur: rang for valeur, rang in db.session.execute(demande.group_by(colonne))}


def _adresses(courriels: Sequence[str]) -> Mapping[str, str | None]:
    demande = (
        select(
            Compte.courriel, Compte.remplace_par, Candidat.nom_naissance, Candidat.prenoms,
            Candidat.naissance_le,
        )
        .outerjoin(Candidat, Candidat.compte_id == Compte.id)
        .where(Compte.courriel.in_(courriels))
    )  # fmt: skip
    return {
        courriel: identite(nom, prenoms, ne_le) if ne_le and joint is None else None
        for courriel, joint, nom, prenoms, ne_le in db.session.execute(demande)
    }


def _identites(anciens: Sequence[Ancien]) -> frozenset[str]:
    jours = {un.etat_civil.naissance_le for un in anciens}
    demande = select(Candidat.nom_naissance, Candidat.prenoms, Candidat.naissance_le)
    nes_ces_jours = db.session.execute(demande.where(Candidat.naissance_le.in_(jours)))
    return frozenset(identite(nom, prenoms, ne_le) for nom, prenoms, ne_le in nes_ces_jours)
