"""Mails that a date sends: drafts before the closing, missing pièces before each deadline.

The sweep deposits one job per modèle, mail and day; the job goes through the candidatures in slices. Each
mail has its own key, so that nothing is sent twice whatever is interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.instant import LIMITE, Instant, fin_du_jour
from portal.domain.limite import avant
from portal.domain.modele import CourrielDeclare, ModeleExamen
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.situation import Situation
from portal.services.candidature import situation_de
from portal.services.notification import envoyer_courriel, faire_voix
from portal.services.piece import pieces_suivies
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.candidature import Candidature

TACHE = "rappels"
TRANCHE = 100
HEURES = range(8, 20)  # nobody is woken up by a reminder, at the place of the exam
VIVANTES = ("brouillon", "deposee", "inscrite")


def programmer_les_rappels(portail: Portail) -> int:
    """Ask for the reminders whose instant has come; return how many jobs are new. Called every hour."""
    neufs = 0
    for entree in portail.modeles.index():
        modele = portail.modeles.courant(entree.slug)
        if modele is not None and _heure_ouvrable(portail, modele):
            neufs += _programmer(portail, modele)
    return neufs


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE: one slice of candidatures, then ask for the next one."""
    suite = int(charge["apres"])
    demande = (
        select(Candidature.id)
        .where(Candidature.slug == charge["slug"], Candidature.phase.in_(VIVANTES), Candidature.id > suite)
        .order_by(Candidature.id)
        .limit(TRANCHE)
    )
    identifiants = db.session.scalars(demande).all()
    db.session.rollback()
    for identifiant in identifiants:
        _rappeler(portail, identifiant, charge["courriel"])
    if len(identifiants) == TRANCHE:
        with ecriture():
            _deposer(portail, {**charge, "apres": identifiants[-1]})


def _heure_ouvrable(portail: Portail, modele: ModeleExamen) -> bool:
    return portail.horloge.maintenant().astimezone(modele.calendrier.fuseau).hour in HEURES


def _programmer(portail: Portail, modele: ModeleExamen) -> int:
    jour = portail.horloge.maintenant().astimezone(modele.calendrier.fuseau).date()
    dus = [c for c in modele.courriels if any(_a_regarder(portail, modele, i) for i in c.instants)]
    if not dus:
        return 0
    with ecriture():
        return sum(
            _deposer(
                portail,
                {"slug": modele.slug, "courriel": courriel.code, "jour": jour.isoformat(), "apres": 0},
            )
            for courriel in dus
        )


def _deposer(portail: Portail, charge: Mapping[str, Any]) -> bool:
    cle = f"{TACHE}:{charge['slug']}:{charge['courriel']}:{charge['jour']}:{charge['apres']}"
    return deposer_tache(portail, TACHE, charge, cle)


def _a_regarder(portail: Portail, modele: ModeleExamen, instant: Instant) -> bool:
    """Tell whether an instant may be due today: deadlines of pièces depend on each candidature."""
    if instant.base == LIMITE:
        return portail.horloge.maintenant() >= modele.calendrier.pieces.ouverture
    quand = instant.evaluer(modele.calendrier.repere, modele.calendrier.fuseau)
    terme = replace(instant, duree=None).evaluer(modele.calendrier.repere, modele.calendrier.fuseau)
    if quand is None or terme is None:
        return False
    fuseau = modele.calendrier.fuseau
    return _du(portail.horloge.maintenant(), fin_du_jour(quand, fuseau), fin_du_jour(terme, fuseau))


def _du(maintenant: datetime, quand: datetime, terme: datetime) -> bool:
    """A reminder is due from its instant until what it reminds of; one without a shift, for ever."""
    return quand <= maintenant and (maintenant < terme or quand == terme)


def _rappeler(portail: Portail, identifiant: int, code: str) -> None:
    with ecriture():
        candidature = db.session.get(Candidature, identifiant)
        if candidature is None or candidature.phase not in VIVANTES:
            return
        brouillon = candidature.version == 0
        situation = situation_de(portail, candidature, candidature.candidat, brouillon=brouillon)
        for courriel in situation.modele.courriels:
            if courriel.code == code and courriel.si.evaluer(situation) is True:
                _envoyer(portail, candidature, situation, courriel)


def _envoyer(
    portail: Portail, candidature: Candidature, situation: Situation, courriel: CourrielDeclare
) -> None:
    fuseau = situation.modele.calendrier.fuseau
    for limite, pieces in _echeances(candidature, situation, courriel):
        mots = {"limite": avant(limite, fuseau), "pieces": "\n".join(f"- {p.piece.titre}" for p in pieces)}
        voix = faire_voix(portail, candidature, situation, mots)
        envoyer_courriel(portail, candidature, courriel, voix, f"rappel:{limite:%Y%m%dT%H%M}")


def _echeances(
    candidature: Candidature, situation: Situation, courriel: CourrielDeclare
) -> Iterator[tuple[datetime, tuple[PieceSuivie, ...]]]:
    """Return what to remind of now: a deadline, and the pièces that it is missing."""
    fuseau = situation.modele.calendrier.fuseau
    for instant in courriel.instants:
        if instant.base == LIMITE:
            yield from _limites_proches(candidature, situation, instant)
            continue
        quand, terme = situation.instant(instant), situation.instant(replace(instant, duree=None))
        if quand is not None and terme is not None:
            debut, fin = fin_du_jour(quand, fuseau), fin_du_jour(terme, fuseau)
            if _du(situation.maintenant, debut, fin):
                yield fin, ()


def _limites_proches(
    candidature: Candidature, situation: Situation, instant: Instant
) -> Iterator[tuple[datetime, tuple[PieceSuivie, ...]]]:
    attendues: dict[datetime, list[PieceSuivie]] = {}
    for piece in pieces_suivies(candidature.id, situation):
        if piece.manquante:
            attendues.setdefault(piece.due.limite, []).append(piece)
    for limite, pieces in sorted(attendues.items()):
        debut = replace(instant, base=limite).evaluer(lambda _: None, situation.modele.calendrier.fuseau)
        if isinstance(debut, datetime) and _du(situation.maintenant, debut, limite):
            yield limite, tuple(pieces)
