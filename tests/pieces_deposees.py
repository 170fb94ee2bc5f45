"""Pièces handed in and waiting for the service, and a gestionnaire who presses the buttons."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from struct import pack
from typing import Any

from sqlalchemy import select

from portal.db import db, ecriture
from portal.services import decision
from portal.services.candidature import situation_de
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.piece import ligne_de, piece_suivie, recompter
from portal.services.piece_vue import regarder
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte
from portal.tables.piece import Depot, PieceCandidature

PENDANT = datetime(2025, 11, 6, 9, 0, tzinfo=UTC)


def image(largeur: int = 320, hauteur: int = 200, gris: int = 225) -> bytes:
    """Return a small PNG, the picture of a page."""

    def bloc(nom: bytes, contenu: bytes) -> bytes:
        return pack(">I", len(contenu)) + nom + contenu + pack(">I", zlib.crc32(nom + contenu))

    lignes = (b"\0" + bytes([gris]) * largeur) * hauteur
    entete = pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", entete)
        + bloc(b"IDAT", zlib.compress(lignes))
        + bloc(b"IEND", b"")
    )


def rendre(
    portail: Portail,
    candidature: Candidature,
    cle: str = "identite",
    *,
    nom: str = "carte_identite.pdf",
    pages: int = 1,
    validee: bool = True,
    **depot: Any,
) -> int:
    """Hand in one file for a pièce, as the candidate and then the worker do; return the row of the pièce."""
    images = [portail.stockage.deposer(io.BytesIO(image(gris=225 - i))).cle for i in range(pages)]
    original = portail.stockage.deposer(io.BytesIO(f"{candidature.id} {cle} {nom}".encode()))
    maintenant = portail.horloge.maintenant()
    identifiant = candidature.id
    with ecriture() as s:
        candidature = s.get_one(Candidature, identifiant)
        ligne = _ligne(portail, candidature, cle)
        ligne.validee_le = maintenant if validee else None
        valeurs = {
            "nom": nom, "format": nom.rpartition(".")[2], "taille": original.taille, "pages": pages,
            "sha256": original.cle, "commence_le": maintenant, "depose_le": maintenant,
            "antivirus": "sain", "apercu": "fait", "apercus": images,
        }  # fmt: skip
        s.add(Depot(piece_id=ligne.id, **(valeurs | depot)))
        s.flush()
        recompter(candidature, situation_de(portail, candidature, candidature.candidat, brouillon=False))
        return ligne.id


def _ligne(portail: Portail, candidature: Candidature, cle: str) -> PieceCandidature:
    situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
    suivie = piece_suivie(candidature.id, situation, cle)
    assert suivie is not None, cle
    return ligne_de(candidature, suivie)


def en_poste(portail: Portail, compte: Compte) -> AgentEnPoste:
    return agent_de(portail, compte.id)


def decider(portail: Portail, agent: AgentEnPoste, piece_id: int, statut: str, **saisie: str) -> int:
    """Press a button of a page that is up to date; return the decision."""
    vue = regarder(portail, agent, piece_id).vue
    return decision.decider(portail, agent, piece_id, {"statut": statut, **saisie}, vue)


def ligne(piece_id: int) -> PieceCandidature:
    """Return the row, as the database has it now."""
    db.session.rollback()
    return db.session.scalars(select(PieceCandidature).where(PieceCandidature.id == piece_id)).one()


def statuts(candidat: Candidat) -> Mapping[str, str | None]:
    """Return the statut of every row of the pièces of a candidate."""
    db.session.rollback()
    lignes = db.session.scalars(
        select(PieceCandidature).join(Candidature).where(Candidature.candidat_id == candidat.id)
    )
    return {une.cle: une.statut for une in lignes}
