"""A candidature that opens another one, already filled in: elsewhere in the same session, or in the next.

The same session is opened with the transition itself, so that its mail can lead there. The next one may not
be published yet: it waits in `Candidature.suite`, and the worker opens it as soon as it can.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.db import db, ecriture
from portal.domain.brouillon import Brouillon
from portal.domain.champs import Json
from portal.domain.depot import avec, validees_apres
from portal.domain.modele import ModeleExamen, Onglet
from portal.domain.situation import Situation
from portal.services.candidature import contexte_de
from portal.services.depart import exemplaire_libre, nouvelle
from portal.services.modeles import Entree
from portal.services.notification import notifier
from portal.services.perimetre import verrouiller
from portal.services.portail import Portail
from portal.tables.candidature import Candidature

journal = logging.getLogger(__name__)

TACHE, OUVERTE = "suite", "suite_ouverte"
MEME_SESSION = "meme_session"
A_REFAIRE = ("centre", "declaration")


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE."""
    ouvrir(portail, int(charge["candidature_id"]))


def relancer(portail: Portail) -> int:
    """Open what waited for a session to be published; return how many were opened."""
    attendues = db.session.scalars(select(Candidature.id).where(Candidature.suite.is_not(None))).all()
    db.session.rollback()
    return sum(_essayer(portail, identifiant) for identifiant in attendues)


def _essayer(portail: Portail, identifiant: int) -> bool:
    """One that cannot be opened is told in the log; the others do not wait for it."""
    try:
        return ouvrir(portail, identifiant)
    except OperationalError:
        raise
    except Exception:
        db.session.rollback()
        journal.exception("candidature %s: what it opens could not be opened", identifiant)
        return False


def ouvrir(portail: Portail, candidature_id: int) -> bool:
    """Open what a candidature waits to open; say whether it was opened. Doing it twice changes nothing.

    What cannot be opened yet goes on waiting.
    """
    entree = suivante(portail, db.session.get_one(Candidature, candidature_id))
    modele = portail.modeles.courant(entree.slug) if entree is not None else None
    if entree is None or modele is None:
        return False
    with ecriture():
        ancienne = db.session.get_one(Candidature, candidature_id)
        verrouiller(ancienne)
        if ancienne.suite is None:
            return False
        neuve = copier(portail, ancienne, entree, modele, ancienne.suite)
        if neuve is None:
            return False
        ancienne.suite = None
        situation = contexte_de(portail, neuve, neuve.candidat).situation
        notifier(portail, neuve, OUVERTE, situation, rang=f"o{ancienne.id}")
        return True


def copier(
    portail: Portail,
    ancienne: Candidature,
    entree: Entree,
    modele: ModeleExamen,
    code: str,
    fin: datetime | None = None,
) -> Candidature | None:
    """Make the draft that follows, with the answers kept; None when one is open already, or it is closed.

    Inside `ecriture()`, the candidat locked. `code` is the transition that opens it. In the same session it
    takes the place of the other one: a later closing that was granted holds, and so does a report. `fin`
    is the instant until which it may be recorded at least: who is refused has time to go elsewhere.
    """
    remplace = entree.slug == ancienne.slug
    delais = _delais(ancienne, modele, fin) if remplace else {}
    fins = {cle: datetime.fromisoformat(fin) for cle, fin in delais.items()}
    periode = modele.calendrier.prolonge(fins).inscription
    exemplaire = exemplaire_libre(ancienne.candidat_id, modele)
    if exemplaire is None or periode.etat(portail.horloge.maintenant()) == "fermee":
        return None
    depart = Brouillon(_gardees(modele, ancienne.reponses or {}))
    specialite = ancienne.specialite if ancienne.specialite in modele.specialites else None
    neuve = nouvelle(
        portail, ancienne.candidat, entree, modele, depart, exemplaire, specialite, du_portail=True
    )  # fmt: skip
    neuve.origine = (remplace and ancienne.origine) or code
    neuve.origine_id, neuve.delais = ancienne.id, delais
    neuve.validees = _validees(portail, neuve)
    return neuve


def _delais(ancienne: Candidature, modele: ModeleExamen, fin: datetime | None) -> dict[str, Any]:
    """Return the later deadlines of the person, the closing put off to `fin` if that is later."""
    accorde = ancienne.delais.get("inscription")
    actuelle = datetime.fromisoformat(accorde) if accorde else modele.calendrier.inscription.fermeture
    if fin is None or fin <= actuelle:
        return ancienne.delais
    return {**ancienne.delais, "inscription": fin.isoformat()}


def annoncer(portail: Portail, candidature: Candidature, ouvre: str | None) -> str:
    """Say what a transition opens, and where; "" when it opens nothing. In: `Transition.ouvre`."""
    if ouvre is None:
        return ""
    if ouvre == MEME_SESSION:
        return "Une inscription déjà remplie s'ouvre à la même session."
    entree = suivante(portail, candidature)
    if entree is None:
        return (
            "La session suivante n'est pas encore publiée : une inscription déjà remplie s'y ouvrira dès "
            "qu'elle le sera."
        )
    if entree.fermeture <= portail.horloge.maintenant():
        return (
            f"Les inscriptions à la session suivante, {entree.session_examen}, sont closes : rien n'y attend."
        )
    return f"Une inscription déjà remplie s'ouvre à la session suivante, {entree.session_examen}."


def _gardees(modele: ModeleExamen, reponses: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answers that still mean something: the centre is chosen again, with what it commits to."""
    questions = (question for onglet in _a_refaire(modele) for question in onglet.questions)
    a_refaire = {question.cle for question in questions if question.champ.type in A_REFAIRE}
    connues = {cle: json for cle, json in reponses.items() if cle not in a_refaire}
    return {c: j for c, j in connues.items() if "." in c or c in modele.questions}


def _a_refaire(modele: ModeleExamen) -> tuple[Onglet, ...]:
    """Return the tab where the centre is chosen."""
    centre = modele.champ_centre
    onglet = modele.onglet_de(centre.cle) if centre is not None else None
    return () if onglet is None else (onglet,)


def _validees(portail: Portail, neuve: Candidature) -> list[str]:
    """Return the tabs that need not be seen again."""
    contexte = contexte_de(portail, neuve, neuve.candidat)
    refaire = {onglet.code for onglet in _a_refaire(contexte.modele)}
    toutes = [o.code for o in contexte.modele.onglets if o.code not in refaire and o.genre != "recapitulatif"]
    pleine: Situation = avec(contexte.situation, contexte.situation.reponses, toutes)
    return validees_apres(replace(pleine, _visibles={}), {}, frozenset(), toutes)


def suivante(portail: Portail, ancienne: Candidature) -> Entree | None:
    """Return the session that opens next after that of a candidature, in its family and its place.

    None while none is published: what is to be opened waits for it.
    """
    ici = portail.modeles.entree(ancienne.slug)
    if ici is None:
        return None
    apres = [
        une
        for une in portail.modeles.index()
        if _lieu(une) == _lieu(ici)
        and une.session_examen != ici.session_examen
        and une.ouverture > ici.ouverture
    ]
    return min(apres, key=lambda une: une.ouverture, default=None)


def _lieu(entree: Entree) -> tuple[str, str]:
    return entree.famille, entree.academie.code
