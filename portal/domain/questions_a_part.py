"""Questions that stand in no tab, such as those of a transition: drawn, read and checked like the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.domain.champs.base import Json
from portal.domain.dessin import Dessin
from portal.domain.lecture import ErreurDeSaisie, Formulaire, controler, lire_questions
from portal.domain.question import Question
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue


@dataclass(frozen=True, slots=True)
class Reponses:
    """What was read: answers to keep, refusals by key, and the questions to show again."""

    reponses: Mapping[str, Json]
    erreurs: Mapping[str, ErreurDeSaisie]
    champs: tuple[ChampVue, ...]


def dessiner(
    situation: Situation, questions: Sequence[Question], reponses: Mapping[str, Json] | None = None
) -> tuple[ChampVue, ...]:
    """Return questions ready to draw, with the answers that they have already."""
    ici = _avec(situation, questions, reponses or {})
    return Dessin(ici).champs(_posees(ici, questions))


def lire(situation: Situation, questions: Sequence[Question], formulaire: Formulaire) -> Reponses:
    """Read and check the answers of a form."""
    ici, propres = _avec(situation, questions, {}), {question.cle for question in questions}
    lecture = lire_questions(ici, questions, formulaire, frozenset())
    reponses = {cle: json for cle, json in lecture.reponses.items() if cle in propres and json is not None}
    ensuite = _avec(situation, questions, reponses)
    trouvees = {question.cle: controler(ensuite, question) for question in _posees(ensuite, questions)}
    erreurs = {cle: erreur for cle, erreur in trouvees.items() if erreur is not None} | lecture.erreurs
    dessin = Dessin(ensuite, saisies=lecture.saisies, erreurs=erreurs)
    return Reponses(reponses, erreurs, dessin.champs(_posees(ensuite, questions)))


def _avec(situation: Situation, questions: Sequence[Question], reponses: Mapping[str, Json]) -> Situation:
    """Return the situation in which these questions are asked, before those of the tabs."""
    propres = {question.cle: question for question in questions}
    modele = replace(situation.modele, questions={**situation.modele.questions, **propres})
    ailleurs = {cle: json for cle, json in situation.reponses.items() if cle not in propres}
    return replace(situation, modele=modele, reponses={**ailleurs, **reponses}, _visibles={}, _retenues={})


def _posees(ici: Situation, questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if ici.visible(question) is True)
