"""Hands files in for tests: as a service call, or as a browser posts them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from portal.db import db, ecriture
from portal.services import depot, tache
from portal.services.depot import Depots
from portal.services.piece import ligne_de, recompter
from portal.services.piece_candidat import lire_piece
from portal.services.portail import Portail
from portal.services.preparation import FichierRecu
from portal.tables import Candidat, Candidature
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature
from portal.worker import TRAVAUX
from tests import fichiers
from tests.client import ClientMaison

PDF = fichiers.pdf()


def recu(portail: Portail, nom: str = "piece.pdf", octets: bytes = PDF) -> FichierRecu:
    """Write a file where those that arrive are written."""
    dossier = portail.config.dossier_envois
    chemin = dossier / f"recu-{len(list(dossier.iterdir()))}"
    chemin.write_bytes(octets)
    return FichierRecu(chemin, nom)


def remettre(
    portail: Portail,
    candidat: Candidat,
    cle: str,
    piece: str,
    *recus: FichierRecu,
    commence_le: datetime | None = None,
    choix: str = "",
) -> Depots:
    """Hand files in; by default one PDF, now."""
    debut = commence_le or portail.horloge.maintenant()
    return depot.deposer(portail, candidat, cle, piece, recus or (recu(portail),), debut, choix)


def poster(
    client: ClientMaison,
    cle: str,
    piece: str,
    *envoyes: tuple[str, bytes],
    script: bool = False,
    **champs: str,
) -> TestResponse:
    """Post files as the form does, or as its script does."""
    valeurs = {**champs, "fichiers": [FileStorage(io.BytesIO(octets), nom) for nom, octets in envoyes]}
    borne, corps = encode_multipart(MultiDict(valeurs))
    return client.post(
        f"/justificatifs/{cle}/{piece}/ajouter",
        data=corps,
        content_type=f"multipart/form-data; boundary={borne}",
        headers={"X-Televersement": "1"} if script else {},
    )


def decider(
    portail: Portail, candidature_cle: str, piece: str, statut: str, information: str = "", **autres: object
) -> None:
    """Decide as the service does: the row, and the decision that is remembered."""
    candidature = db.session.scalars(select(Candidature).where(Candidature.cle == candidature_cle)).one()
    candidat = candidature.candidat
    with ecriture():
        lue = lire_piece(portail, candidat, candidature_cle, piece)
        ligne = ligne_de(lue.candidature, lue.suivie)
        ligne.statut, ligne.information = statut, information or None
        if statut == "non_conforme":
            ligne.validee_le = None
        for nom, valeur in autres.items():
            setattr(ligne, nom, valeur)
        le = portail.horloge.maintenant()
        db.session.add(DecisionPiece(piece_id=ligne.id, le=le, statut=statut, avant={}))
        recompter(lue.candidature, lue.situation)


def ligne(cle: str, piece: str) -> PieceCandidature:
    """Return a row as the database has it now."""
    db.session.rollback()
    demande = (
        select(PieceCandidature)
        .join(Candidature, Candidature.id == PieceCandidature.candidature_id)
        .where(Candidature.cle == cle, PieceCandidature.cle == piece)
    )
    return db.session.scalars(demande).one()


def en_vigueur(cle: str, piece: str) -> list[Depot]:
    """Return the files of a pièce that were not taken back."""
    return [depot for depot in ligne(cle, piece).depots if depot.retire_le is None]


def travailler(portail: Portail) -> None:
    """Do every job that waits."""
    while tache.executer_prochaine(portail, TRAVAUX):
        pass


UNE_MINUTE = timedelta(minutes=1)
