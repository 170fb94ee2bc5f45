"""Tells who holds a printed document whether the portal issued it, and whether it is the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.services.portail import Portail
from portal.tables.document import Document


@dataclass(frozen=True, slots=True)
class Authenticite:
    """What may be compared with the paper.

    `sha256` is that of the PDF file, `remplacee_par` the number of a newer version.
    """

    intitule: str
    version: int
    le: datetime
    nom: str
    prenoms: str
    numero_candidat: str | None
    numero_inscription: int | None
    sha256: str | None
    remplacee_par: int | None


def verifier(portail: Portail, code: str) -> Authenticite | None:
    """Return what the portal knows of the document that carries `code`, None when it issued none.

    The code is a secret of 96 bits printed on the document: who has it has the paper in hand.
    """
    document = db.session.scalar(
        select(Document).where(Document.verification == code, Document.etat == "produit")
    )
    if document is None:
        return None
    candidat = document.candidature.candidat
    suivante = db.session.get(Document, document.remplace_par) if document.remplace_par else None
    return Authenticite(
        intitule=document.intitule,
        version=document.version,
        le=document.le,
        nom=candidat.nom_naissance,
        prenoms=candidat.prenoms,
        numero_candidat=candidat.numero,
        numero_inscription=document.candidature.numero_inscription,
        sha256=document.sha256,
        remplacee_par=suivante.version if suivante else None,
    )
