"""Files looked at by an antivirus, after they are kept: a deposit never waits for it.

While it has not answered, nobody but its owner opens a file; when it cannot be reached the file is kept and
looked at later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.adapters.antivirus import SansAntivirus, Verdict
from portal.db import db, ecriture
from portal.domain.remise import delai
from portal.services.notification import notifier
from portal.services.piece import piece_suivie, recompter
from portal.services.piece_candidat import situation_enregistree
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.evenement import Evenement
from portal.tables.piece import Depot

TACHE = "antivirus"
MOMENT = "piece_refusee"
ATTENTE = timedelta(hours=1)


class AntivirusIndisponible(Exception):
    """It does not answer: the job is tried again."""


def demander(portail: Portail, depot: Depot) -> None:
    """Ask for a look at a file. Inside `ecriture()`, its row flushed. Nothing to ask without an antivirus."""
    if isinstance(portail.antivirus, SansAntivirus):
        return
    depot.antivirus = "en_attente"
    deposer_tache(portail, TACHE, {"depot_id": depot.id}, f"{TACHE}:{depot.id}")


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Look at one file. Raises AntivirusIndisponible."""
    depot = db.session.get(Depot, int(charge["depot_id"]))
    if depot is None or depot.antivirus != "en_attente":
        db.session.rollback()
        return
    identifiant, sha256 = depot.id, depot.sha256
    db.session.rollback()
    with portail.stockage.ouvrir(sha256) as flux:
        verdict = portail.antivirus.examiner(flux)
    if verdict.avis == "indisponible":
        raise AntivirusIndisponible
    with ecriture():
        _ecrire(portail, identifiant, verdict)


def relancer(portail: Portail) -> int:
    """Ask again for the files that wait since more than an hour, their jobs given up; return how many."""
    maintenant = portail.horloge.maintenant()
    with ecriture():
        demande = select(Depot).where(Depot.antivirus == "en_attente", Depot.depose_le < maintenant - ATTENTE)
        rang = f"{maintenant:%Y%m%d%H}"
        return sum(
            deposer_tache(portail, TACHE, {"depot_id": depot.id}, f"{TACHE}:{depot.id}:{rang}")
            for depot in db.session.scalars(demande)
        )


def _ecrire(portail: Portail, identifiant: int, verdict: Verdict) -> None:
    depot = db.session.get_one(Depot, identifiant, with_for_update=True)
    if depot.antivirus != "en_attente":
        return
    depot.antivirus = verdict.avis
    if verdict.avis == "infecte":
        _ecarter(portail, depot, verdict.nom)


def _ecarter(portail: Portail, depot: Depot, virus: str) -> None:
    """Take the file away, open its pièce again, and tell the candidate."""
    ligne, maintenant = depot.piece, portail.horloge.maintenant()
    candidature = ligne.candidature
    depot.retire_le = depot.retire_le or maintenant
    ligne.validee_le = None
    db.session.add(
        Evenement(
            candidature_id=candidature.id, le=maintenant, nature="fichier_infecte",
            donnees={"piece": ligne.cle, "depot": depot.cle, "nom": depot.nom, "virus": virus},
        )
    )  # fmt: skip
    situation = situation_enregistree(portail, candidature)
    recompter(candidature, situation)
    suivie = piece_suivie(candidature.id, situation, ligne.cle)
    if suivie is not None:
        mots = {
            "piece": suivie.piece.titre,
            "motif": f"le fichier « {depot.nom} » contient un virus. Personne ne peut l'ouvrir.",
            "limite": delai(situation, suivie),
        }
        notifier(portail, candidature, MOMENT, situation, mots=mots, rang=f"virus{depot.id}")
