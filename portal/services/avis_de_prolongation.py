"""Telling each person that a date of their session was put off: one job, slice after slice, nobody twice.

Drafts are told too: they are those whom a later closing helps most, and the office does not see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from portal.db import db, ecriture
from portal.domain.delai import INSCRIPTION
from portal.domain.limite import avant
from portal.services.candidature import contexte_de, modele_de
from portal.services.notification import notifier
from portal.services.perimetre import verrouiller
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement

TACHE = "prolongation"
MOMENT = "prolongation"
TRANCHE = 100
# Whom a date concerns: who may still register or change, then whose candidature goes on.
PHASES = {INSCRIPTION: ("brouillon", "deposee")}
PHASES_SINON = ("deposee", "inscrite")


@dataclass(frozen=True, slots=True)
class Annoncee:
    """An extension, as the journal holds it."""

    id: int
    motif: str
    dit: dict[str, Any]


def concernees(slug: str, objet: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on Candidature of those whom a date concerns."""
    return Candidature.slug == slug, Candidature.phase.in_(PHASES.get(objet, PHASES_SINON))


def deposer(portail: Portail, evenement_id: int) -> None:
    """Ask for the mails of one extension, of which the journal has the event. Runs inside `ecriture()`."""
    deposer_tache(portail, TACHE, {"evenement_id": evenement_id, "apres": 0}, f"{TACHE}:{evenement_id}:0")


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE: one slice of candidatures, then ask for the next one."""
    evenement = db.session.get_one(Evenement, int(charge["evenement_id"]))
    annonce = Annoncee(evenement.id, evenement.motif or "", dict(evenement.donnees))
    demande = (
        select(Candidature.id)
        .where(*concernees(annonce.dit["slug"], annonce.dit["cle"]), Candidature.id > int(charge["apres"]))
        .order_by(Candidature.id)
        .limit(TRANCHE)
    )
    identifiants = db.session.scalars(demande).all()
    db.session.rollback()
    for identifiant in identifiants:
        _prevenir(portail, identifiant, annonce)
    if len(identifiants) == TRANCHE:
        suite = {"evenement_id": annonce.id, "apres": identifiants[-1]}
        with ecriture():
            deposer_tache(portail, TACHE, suite, f"{TACHE}:{annonce.id}:{identifiants[-1]}")


def _prevenir(portail: Portail, identifiant: int, annonce: Annoncee) -> None:
    """Write to one person, with the line of their journal, unless that was done."""
    modele_de(portail, db.session.get_one(Candidature, identifiant))  # compiled before the lock is taken
    with ecriture():
        candidature = db.session.get_one(Candidature, identifiant)
        verrouiller(candidature)
        if _deja(identifiant, annonce.id):
            return
        brouillon = candidature.version == 0
        contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=brouillon)
        dit, fuseau = annonce.dit, contexte.modele.calendrier.fuseau
        donnees = {"annonce": annonce.id, "objet": dit["objet"], "limite": dit["limite"]}
        db.session.add(
            Evenement(
                candidature_id=identifiant,
                le=contexte.situation.maintenant,
                nature=MOMENT,
                motif=annonce.motif,
                donnees=donnees,
            )  # fmt: skip
        )
        limite = avant(datetime.fromisoformat(dit["apres"]), fuseau)
        mots = {"objet": dit["objet"], "limite": limite, "motif": annonce.motif}
        rang = f"prolongation-{annonce.id}"
        notifier(portail, candidature, MOMENT, contexte.situation, mots=mots, rang=rang)


def _deja(identifiant: int, annonce_id: int) -> bool:
    fait = select(Evenement.id).where(
        Evenement.candidature_id == identifiant,
        Evenement.nature == MOMENT,
        Evenement.donnees["annonce"].as_integer() == annonce_id,
    )
    return bool(db.session.scalar(select(exists(fait))))
