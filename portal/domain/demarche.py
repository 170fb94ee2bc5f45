"""What a candidate may ask for along the circuit once a candidature is recorded, and what each asks for.

A démarche is a transition that the candidate takes, other than recording and modifying: a report, a
withdrawal. Its questions, its reason and its pièces are given together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.domain.circuit import Circuit, Transition
from portal.domain.envois import PieceDemandee
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.refus import Refus
from portal.domain.remise import FichierEcarte
from portal.domain.typographie import pluriel

AUTREMENT = frozenset({"enregistrer", "modifier"})
CANDIDAT = "candidat"
EXIGEE = "Ajoutez cette pièce : sans elle, votre demande ne peut pas être envoyée."


class DemarcheIntrouvable(Refus):
    """There is no such démarche for a candidate."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette démarche n'existe pas.")


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """A pièce of a démarche: what is asked, what is there, and what is wrong with it."""

    suivie: PieceSuivie
    demandee: PieceDemandee
    erreurs: tuple[str, ...] = ()

    @property
    def cle(self) -> str:
        return self.suivie.cle


def demarches(circuit: Circuit, etat: str) -> tuple[Transition, ...]:
    """Return the démarches that leave from an état."""
    return tuple(
        transition
        for transition in circuit.transitions.values()
        if transition.code not in AUTREMENT and circuit.permise(transition.code, etat, CANDIDAT)
    )


def manque(suivie: PieceSuivie, refusee_le: datetime | None) -> str:
    """Say what a pièce still lacks, "" when it can be sent. In: when its files were last refused."""
    piece, fichiers = suivie.piece, suivie.fichiers
    if not fichiers:
        return (
            "Ajoutez cette pièce : sans elle, votre demande ne peut pas être envoyée."
            if _exigee(suivie)
            else ""
        )
    if refusee_le is not None and all(un.depose_le <= refusee_le for un in fichiers):
        return "Ces fichiers n'avaient pas été acceptés : ajoutez-en un autre."
    assez = piece.fichiers.au_moins or 1
    if len(fichiers) < assez:
        return f"Il manque {pluriel(assez - len(fichiers), 'fichier')}."
    return "Dites quelle pièce vous fournissez." if piece.une_parmi and suivie.choix is None else ""


def joindre(
    suivie: PieceSuivie, demandee: PieceDemandee, ecartes: Iterable[FichierEcarte], phrase: str = ""
) -> PieceJointe:
    """Put a pièce together with the files that were not kept and with what it lacks."""
    refus = [un.phrase if un.nom in un.phrase else f"« {un.nom} » : {un.phrase}" for un in ecartes]
    return PieceJointe(suivie, demandee, tuple(refus or filter(None, (phrase,))))


def _exigee(suivie: PieceSuivie) -> bool:
    en_ligne = "en_ligne" in (suivie.piece.canal, *suivie.piece.autres_canaux)
    return en_ligne and suivie.due.certaine and suivie.due.obligatoire
