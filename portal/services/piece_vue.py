"""One pièce as the checking station shows it: held by who looks, written in the journal, its files opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.domain import preuve
from portal.domain.decision import DecisionImpossible, FichierNonLisible, PieceIntrouvable, empreinte
from portal.domain.piece_suivie import FichierDepose, PieceSuivie
from portal.domain.preuve import Fait
from portal.services import verification
from portal.services.candidature import Contexte, contexte_de
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.piece import montrer, piece_suivie
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.piece import Depot, PieceCandidature

_P = PieceCandidature


@dataclass(frozen=True, slots=True)
class PieceVue:
    """What stands beside the images. `vue` goes with a decision and says what it was taken on.

    `retires` are the files that were refused and replaced, kept for the history.
    """

    identifiant: int
    contexte: Contexte
    suivie: PieceSuivie
    vue: str
    etat_civil: tuple[Fait, ...]
    reponses: tuple[Fait, ...]
    epreuves: tuple[Fait, ...]
    dates: tuple[Fait, ...]
    retires: tuple[FichierDepose, ...]


def charger(portail: Portail, agent: AgentEnPoste, piece_id: int) -> tuple[PieceCandidature, Contexte]:
    """Return a pièce of the périmètre and its candidature as recorded. Raises PieceIntrouvable."""
    ligne = db.session.scalar(
        _visible(portail, agent)
        .where(_P.id == piece_id)
        .options(joinedload(_P.candidature).joinedload(Candidature.candidat).joinedload(Candidat.compte))
    )
    if ligne is None:
        raise PieceIntrouvable
    candidature = ligne.candidature
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    if not agent.sante and est_de_sante(contexte, ligne.code):
        raise PieceIntrouvable
    return ligne, contexte


def est_de_sante(contexte: Contexte, code: str) -> bool:
    """Tell whether a kind of pièce is one that only some may see."""
    piece = contexte.modele.piece(code)
    return piece is not None and piece.sante


def ouvrir(portail: Portail, agent: AgentEnPoste, piece_id: int) -> PieceVue:
    """Open a pièce: nobody else may for a while, and the journal says who looked at which files.

    Raises PieceIntrouvable, DecisionImpossible when it is no longer asked for, EnCours.
    """
    vue = regarder(portail, agent, piece_id)
    candidature_id = vue.contexte.candidature.id
    with ecriture():
        verification.prendre(portail, agent, piece_id)
        depots = [fichier.cle for fichier in vue.suivie.fichiers]
        _journaliser(portail, agent, candidature_id, {"piece": vue.suivie.cle, "depots": depots})
    return vue


def regarder(portail: Portail, agent: AgentEnPoste, piece_id: int) -> PieceVue:
    """Return the same without holding it, for a page that `ouvrir` opened. Errors are those of `ouvrir`."""
    ligne, contexte = charger(portail, agent, piece_id)
    situation = contexte.situation
    suivie = piece_suivie(ligne.candidature_id, situation, ligne.cle)
    if suivie is None:
        raise DecisionImpossible("Cette pièce n'est plus demandée : les réponses du candidat ont changé.")
    return PieceVue(
        identifiant=ligne.id,
        contexte=contexte,
        suivie=suivie,
        vue=empreinte(suivie),
        etat_civil=preuve.etat_civil(situation),
        reponses=preuve.reponses_concernees(situation, suivie, sante=agent.sante),
        epreuves=preuve.epreuves_concernees(situation, suivie),
        dates=preuve.dates(situation, suivie),
        retires=tuple(montrer(depot) for depot in ligne.depots if depot.retire_le is not None),
    )


def ouvrir_image(portail: Portail, agent: AgentEnPoste, cle: str, numero: int) -> BinaryIO:
    """Return the picture of one page of a file (from 1); the caller closes it.

    Raises PieceIntrouvable, also when there is no such page, or FichierNonLisible.
    """
    depot, _ = _depot(portail, agent, cle)
    if not 1 <= numero <= len(depot.apercus):
        raise PieceIntrouvable
    return _ouvrir(portail, depot.apercus[numero - 1])


def ouvrir_original(portail: Portail, agent: AgentEnPoste, cle: str) -> tuple[FichierDepose, BinaryIO]:
    """Return a file as it was handed in, and write it in the journal; the caller closes it.

    Raises PieceIntrouvable or FichierNonLisible.
    """
    depot, ligne = _depot(portail, agent, cle)
    fichier, flux = montrer(depot), _ouvrir(portail, depot.sha256)
    candidature_id, donnees = ligne.candidature_id, {"piece": ligne.cle, "depots": [cle], "original": True}
    with ecriture():
        _journaliser(portail, agent, candidature_id, donnees)
    return fichier, flux


def _visible(portail: Portail, agent: AgentEnPoste) -> Select[PieceCandidature]:
    return select(_P).join(Candidature, Candidature.id == _P.candidature_id).where(visibles(portail, agent))


def _depot(portail: Portail, agent: AgentEnPoste, cle: str) -> tuple[Depot, PieceCandidature]:
    depot = db.session.scalar(select(Depot).where(Depot.cle == cle))
    if depot is None:
        raise PieceIntrouvable
    ligne, _ = charger(portail, agent, depot.piece_id)
    if depot.antivirus == "infecte":
        raise FichierNonLisible("Ce fichier contient un virus : personne ne peut l'ouvrir.")
    if depot.antivirus == "en_attente":
        raise FichierNonLisible("Ce fichier est en cours d'examen par l'antivirus : revenez dans un instant.")
    return depot, ligne


def _ouvrir(portail: Portail, cle: str) -> BinaryIO:
    try:
        return portail.stockage.ouvrir(cle)
    except FichierAbsent as absent:
        raise PieceIntrouvable from absent


def _journaliser(portail: Portail, agent: AgentEnPoste, candidature_id: int, donnees: dict[str, Any]) -> None:
    db.session.add(
        Evenement(
            candidature_id=candidature_id,
            compte_id=agent.compte_id,
            le=portail.horloge.maintenant(),
            nature="piece_lue",
            donnees=donnees,
        )
    )
