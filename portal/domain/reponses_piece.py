"""The questions that a pièce asks about itself (« délivrée le »), and what its answers must fulfil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.domain.champs.base import Json
from portal.domain.dessin import Dessin
from portal.domain.lecture import ErreurDeSaisie, controler, lire_questions
from portal.domain.piece import Piece
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.question import Question
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue

Formulaire = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class ReponsesPiece:
    """What was read: answers to keep, refusals by key, and the page to show again."""

    reponses: dict[str, Json]
    erreurs: Mapping[str, ErreurDeSaisie]
    champs: tuple[ChampVue, ...]


def situation_de_la_piece(situation: Situation, piece: Piece, reponses: Mapping[str, Json]) -> Situation:
    """Return the situation in which the questions of one pièce are asked, before those of the tabs."""
    propres = {question.cle: question for question in piece.questions}
    modele = replace(situation.modele, questions={**situation.modele.questions, **propres})
    ailleurs = {cle: json for cle, json in situation.reponses.items() if cle not in propres}
    return replace(situation, modele=modele, reponses={**ailleurs, **reponses}, _visibles={}, _retenues={})


def lire_reponses(situation: Situation, suivie: PieceSuivie, formulaire: Formulaire) -> ReponsesPiece:
    """Read and check the answers of a form. What does not hold is told beside its question."""
    piece, ici = suivie.piece, situation_de_la_piece(situation, suivie.piece, suivie.reponses)
    lecture = lire_questions(ici, piece.questions, formulaire, frozenset())
    propres = {question.cle for question in piece.questions}
    reponses: dict[str, Json] = {
        cle: json for cle, json in lecture.reponses.items() if cle in propres and json is not None
    }
    ensuite = situation_de_la_piece(situation, piece, reponses)
    erreurs = {**_controler(ensuite, piece), **lecture.erreurs}
    dessin = Dessin(ensuite, saisies=lecture.saisies, erreurs=erreurs)
    return ReponsesPiece(reponses, erreurs, dessin.champs(posees(ensuite, piece)))


def champs_de(situation: Situation, suivie: PieceSuivie) -> tuple[ChampVue, ...]:
    """Return the questions of a pièce, ready to draw, with what was answered."""
    ici = situation_de_la_piece(situation, suivie.piece, suivie.reponses)
    return Dessin(ici).champs(posees(ici, suivie.piece))


def posees(ici: Situation, piece: Piece) -> tuple[Question, ...]:
    """Return the questions asked now."""
    return tuple(question for question in piece.questions if ici.visible(question) is True)


def questions_restantes(situation: Situation, suivie: PieceSuivie) -> int:
    """Return how many questions wait for an answer that holds."""
    if not suivie.piece.questions:
        return 0
    return len(_controler(situation_de_la_piece(situation, suivie.piece, suivie.reponses), suivie.piece))


def _controler(ici: Situation, piece: Piece) -> dict[str, ErreurDeSaisie]:
    """Return what does not hold; `exige` is told beside the last question asked."""
    visibles = posees(ici, piece)
    trouvees = {question.cle: controler(ici, question) for question in visibles}
    erreurs = {cle: erreur for cle, erreur in trouvees.items() if erreur is not None}
    if not erreurs and visibles and piece.exige is not None and piece.exige.evaluer(ici) is False:
        derniere = visibles[-1]
        message = piece.message or "Cette réponse ne convient pas pour cette pièce."
        erreurs[derniere.cle] = ErreurDeSaisie(derniere.cle, derniere.champ.question, message)
    return erreurs
