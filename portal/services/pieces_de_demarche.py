"""The pièces of a démarche: files kept as they come, then dated when the demand is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from portal.db import db, ecriture
from portal.domain.circuit import Transition, TransitionImpossible
from portal.domain.demarche import CANDIDAT, PieceJointe, joindre, manque
from portal.domain.envois import demandee
from portal.domain.limite import derniere_minute, dit
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.pieces_dues import pieces_de_demarche
from portal.domain.remise import ENVOI_AU_PLUS, FichierEcarte, depose_en_ligne
from portal.domain.situation import Situation
from portal.services import depot
from portal.services.candidature import Contexte, candidature_verrouillee
from portal.services.piece import ligne_de, pieces_suivies
from portal.services.piece_candidat import PieceEnMain
from portal.services.portail import Portail
from portal.services.preparation import FichierRecu, Preparation, preparer

Ecartes = Mapping[str, tuple[FichierEcarte, ...]]


@dataclass(frozen=True, slots=True)
class Envoi:
    """What a form of a démarche brought. `commence_le` is when it began to arrive.

    `fichiers` and `choix` (the one of « une parmi ») are by pièce, `retires` the files to take back;
    `seulement_joindre`: keep what came and show the page again.
    """

    commence_le: datetime
    motif: str = ""
    formulaire: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fichiers: Mapping[str, Sequence[FichierRecu]] = field(default_factory=dict)
    choix: Mapping[str, str] = field(default_factory=dict)
    retires: tuple[str, ...] = ()
    seulement_joindre: bool = False


def suivies(contexte: Contexte, transition: Transition) -> tuple[PieceSuivie, ...]:
    """Return the pièces that a transition asks for, with the files that are there already."""
    cles = {due.cle for due in pieces_de_demarche(contexte.situation, transition)}
    toutes = pieces_suivies(contexte.candidature.id, contexte.situation)
    return tuple(suivie for suivie in toutes if suivie.cle in cles)


def jointes(
    contexte: Contexte, transition: Transition, ecartes: Ecartes, verifier: bool
) -> tuple[PieceJointe, ...]:
    """Return these pièces ready to draw. In: files that were not kept; whether to say what is missing."""
    return tuple(
        joindre(
            une,
            demandee(contexte.situation, une.due),
            ecartes.get(une.cle, ()),
            manque(une, _refusee_le(contexte, une)) if verifier else "",
        )
        for une in suivies(contexte, transition)
    )


def garder(
    portail: Portail, candidat_id: int, cle: str, contexte: Contexte, transition: Transition, envoi: Envoi
) -> Ecartes:
    """Keep the files of a sending, and what it takes back or chooses; return those that are not kept.

    Nothing is kept once the candidature went further. Raises TransitionImpossible after the deadline of a
    pièce; OSError when the disk is full.
    """
    demandees = tuple(une for une in suivies(contexte, transition) if depose_en_ligne(une))
    etat, compte_id = contexte.candidature.etat, contexte.candidature.candidat.compte_id
    _exiger_a_temps(contexte.situation, demandees, envoi)
    db.session.rollback()  # no transaction stays open while files are read
    with tempfile.TemporaryDirectory(dir=portail.config.dossier_envois) as dossier:
        prepares = _preparer(portail, demandees, envoi, Path(dossier))
    if not (prepares or envoi.choix or envoi.retires):
        return {}
    with ecriture():
        candidature = candidature_verrouillee(portail, candidat_id, cle)
        if candidature.etat != etat:
            return {}
        prises = (PieceEnMain(candidature, contexte.situation, une) for une in demandees)
        return {
            prise.suivie.cle: _ecrire(portail, prise, prepares.get(prise.suivie.cle), envoi, compte_id)
            for prise in prises
        }


def dater(portail: Portail, contexte: Contexte, pieces: Iterable[PieceJointe]) -> None:
    """Freeze the pièces that are there: the service looks at them anew. Inside `ecriture()`."""
    for une in pieces:
        if une.suivie.fichiers:
            ligne = ligne_de(contexte.candidature, une.suivie)
            ligne.validee_le = portail.horloge.maintenant()
            ligne.statut, ligne.recue_le, ligne.information = None, None, None


def _preparer(
    portail: Portail, demandees: Iterable[PieceSuivie], envoi: Envoi, dossier: Path
) -> dict[str, Preparation]:
    """Look at the files of each pièce and store them. What is made on the way is in `dossier`."""
    prepares = {}
    for une in demandees:
        recus = envoi.fichiers.get(une.cle, ())
        if recus:
            sien = Path(tempfile.mkdtemp(dir=dossier))
            prepares[une.cle] = preparer(portail, une.piece, recus[:ENVOI_AU_PLUS], sien)
    return prepares


def _ecrire(
    portail: Portail, prise: PieceEnMain, prepares: Preparation | None, envoi: Envoi, compte_id: int
) -> tuple[FichierEcarte, ...]:
    """Write what became of one pièce; return the files that are not kept."""
    suivie = prise.suivie
    for fichier in suivie.fichiers:
        if fichier.cle in envoi.retires and fichier.origine == CANDIDAT:
            depot.retirer(portail, prise, fichier.cle, compte_id)
    choix = envoi.choix.get(suivie.cle, "")
    if choix in dict(suivie.piece.une_parmi):
        ligne_de(prise.candidature, suivie).choix = choix
    if prepares is None:
        return ()
    if not prepares.prets:
        return prepares.ecartes
    _, en_trop = depot.ajouter(portail, prise, prepares.prets, envoi.commence_le, compte_id, choix)
    return (*prepares.ecartes, *en_trop)


def _exiger_a_temps(situation: Situation, demandees: Iterable[PieceSuivie], envoi: Envoi) -> None:
    fuseau = situation.modele.calendrier.fuseau
    for une in demandees:
        if envoi.commence_le >= une.due.limite:
            fin = dit(derniere_minute(une.due.limite, fuseau), fuseau)
            phrase = f"La date limite est passée : « {une.piece.titre} » était à fournir avant le {fin}."
            raise TransitionImpossible(phrase)


def _refusee_le(contexte: Contexte, suivie: PieceSuivie) -> datetime | None:
    """Return when the files of a pièce were refused, None when they were not."""
    if suivie.statut != "non_conforme":
        return None
    return depot.refusee_le(ligne_de(contexte.candidature, suivie))
