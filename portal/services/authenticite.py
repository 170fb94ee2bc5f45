"""Tells who holds a printed document whether the portal issued it, and whether it is the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.typographie import francais
from portal.services.portail import Portail
from portal.tables.document import Document


@dataclass(frozen=True, slots=True)
class Authenticite:
    """What may be compared with the paper; names and exam are those that it prints.

    `sha256` is that of the PDF file, `remplacee_par` the number of the last version, `remplacee_le` its date.
    `valable` is False once the candidature was set aside.
    """

    intitule: str
    examen: str
    academie: str
    version: int
    le: datetime
    candidat: str
    numero_candidat: str | None
    numero_inscription: int | None
    sha256: str | None
    remplacee_par: int | None
    remplacee_le: datetime | None
    valable: bool


def verifier(portail: Portail, code: str) -> Authenticite | None:
    """Return what the portal knows of the document that carries `code`, None when it issued none.

    The code is a secret of 96 bits printed on the document: who has it has the paper in hand.
    """
    document = db.session.scalar(
        select(Document).where(Document.verification == code, Document.etat == "produit")
    )
    if document is None:
        return None
    candidat, imprime, suivante = document.candidature.candidat, document.contexte, _derniere(document)
    return Authenticite(
        intitule=document.intitule,
        examen=_examen(imprime),
        academie=imprime.get("academie", ""),
        version=document.version,
        le=document.le,
        candidat=imprime.get("candidat") or f"{candidat.nom_naissance} {candidat.prenoms}",
        numero_candidat=candidat.numero,
        numero_inscription=document.candidature.numero_inscription,
        sha256=document.sha256,
        remplacee_par=suivante.version if suivante else None,
        remplacee_le=suivante.le if suivante else None,
        valable=document.candidature.phase != "ecartee",
    )


def _derniere(document: Document) -> Document | None:
    """Return the present version of a document that was replaced, None when it still is the last one."""
    if document.remplace_par is None:
        return None
    return db.session.scalar(
        select(Document)
        .where(Document.candidature_id == document.candidature_id, Document.code == document.code)
        .order_by(Document.version.desc())
        .limit(1)
    )


def _examen(imprime: Mapping[str, Any]) -> str:
    examen, specialite = imprime.get("examen", ""), imprime.get("specialite", "")
    return francais(f"{examen} : {specialite}") if specialite and specialite != examen else str(examen)
