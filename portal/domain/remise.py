"""When a candidate may hand in a pièce, and why not (guide 002 §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.limite import avant, derniere_minute, dit
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.refus import Refus
from portal.domain.situation import Situation
from portal.domain.typographie import pluriel

PHASES = ("deposee", "inscrite")
# Where the modèle gives no upper bound: nobody hands in more, and a disk is never filled by one person.
FICHIERS_AU_PLUS = 20
ENVOI_AU_PLUS = 10  # files of one sending


class PieceIntrouvable(Refus):
    """The present answers ask for no such pièce."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette pièce ne vous est pas demandée.")


class FichierIntrouvable(Refus):
    """There is no such file, it was deleted, or it is somebody else's."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce fichier n'existe pas, ou ce n'est pas le vôtre.")


class DepotFerme(Refus):
    """The deposit is not open at the instant that counts, or the candidature takes no pièce any more."""

    statut = 403


class DepotHorsLigne(Refus):
    """This pièce is sent by post or otherwise."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette pièce ne se dépose pas en ligne.")


class PieceFigee(Refus):
    """The candidate said that everything was provided, or the pièce was accepted: it no longer changes."""

    statut = 409


class EnvoiVide(Refus):
    """« Envoyer » without a file."""

    def __init__(self) -> None:
        super().__init__("Choisissez au moins un fichier.")


@dataclass(frozen=True, slots=True)
class FichierEcarte:
    """A file of a sending that was not kept, and why, ready to read."""

    nom: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Manque:
    """A pièce that prevents « J'ai fourni toutes mes pièces », and why."""

    cle: str
    titre: str
    phrase: str


class FournitureIncomplete(Refus):
    """« J'ai fourni toutes mes pièces » before they are all there."""

    def __init__(self, manques: Sequence[Manque]) -> None:
        self.manques = tuple(manques)
        combien = pluriel(len(self.manques), "pièce")
        super().__init__(
            f"« J'ai fourni toutes mes pièces » n'est pas encore possible : il manque {combien}."
        )


class RienAFournir(Refus):
    """Everything of this group was said to be provided already."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Vous avez déjà indiqué avoir fourni ces pièces.")


def depose_en_ligne(suivie: PieceSuivie) -> bool:
    """Tell whether a pièce can be handed in here, as its main way or as another one."""
    return "en_ligne" in (suivie.piece.canal, *suivie.piece.autres_canaux)


def empechement(situation: Situation, suivie: PieceSuivie, commence_le: datetime) -> Refus | None:
    """Return why nothing can be added to or taken from a pièce, None when it can be.

    In: `commence_le` is when the sending began, which is held against the deadline.
    """
    phase = situation.modele.circuit.etats[situation.etat].phase
    if phase not in PHASES:
        return DepotFerme("Votre inscription n'attend plus de pièces.")
    if not suivie.due.certaine:
        return PieceIntrouvable()
    if not depose_en_ligne(suivie):
        return DepotHorsLigne()
    if suivie.conforme:
        return PieceFigee("Cette pièce est conforme : vous n'avez plus rien à faire.")
    if suivie.validee_le is not None:
        return PieceFigee(
            "Vous avez indiqué avoir fourni toutes vos pièces : celle-ci ne peut plus être ni modifiée "
            "ni supprimée."
        )
    return _hors_delai(situation, suivie, commence_le)


def _hors_delai(situation: Situation, suivie: PieceSuivie, commence_le: datetime) -> Refus | None:
    calendrier = situation.modele.calendrier
    if commence_le < calendrier.pieces.ouverture:
        debut = dit(calendrier.pieces.ouverture, calendrier.fuseau)
        return DepotFerme(f"Le dépôt des pièces n'est pas encore ouvert : il ouvrira le {debut}.")
    if commence_le >= suivie.due.limite:
        fin = dit(derniere_minute(suivie.due.limite, calendrier.fuseau), calendrier.fuseau)
        return DepotFerme(f"La date limite est passée : cette pièce était à déposer avant le {fin}.")
    return None


def places_restantes(suivie: PieceSuivie, occupees: int) -> int:
    """Return how many more files a pièce takes."""
    return max(0, (suivie.piece.fichiers.au_plus or FICHIERS_AU_PLUS) - occupees)


def trop_de_fichiers(suivie: PieceSuivie) -> str:
    """Say that a pièce is full."""
    combien = pluriel(suivie.piece.fichiers.au_plus or FICHIERS_AU_PLUS, "fichier")
    return f"Cette pièce prend {combien} au plus. Supprimez-en un, ou réunissez vos pages dans un seul PDF."


def taille_de_l_envoi(suivie: PieceSuivie) -> int:
    """Return how many bytes one sending for this pièce may hold, its form included.

    Two files more than accepted: one that is a little too large is told by its name, not cut off.
    """
    combien = min(suivie.piece.fichiers.au_plus or ENVOI_AU_PLUS, ENVOI_AU_PLUS)
    return suivie.piece.taille * (combien + 2) + 256 * 1024


def delai(situation: Situation, suivie: PieceSuivie) -> str:
    """« avant le mercredi 19 novembre 2025 à 17 h 00 (heure de Paris) »."""
    return avant(suivie.due.limite, situation.modele.calendrier.fuseau)
