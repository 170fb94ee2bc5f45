"""Reading of what a candidate typed on a tab: valid answers to keep, refusals to show, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.acquis import refus_note
from portal.domain.champs import TYPES, Json, SaisieInvalide
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.questionnaire import champ_du_moment, est_obligatoire, questions_visibles, toutes_questions
from portal.domain.situation import Situation

Formulaire = Mapping[str, Sequence[str]]
OBLIGATOIRE = "Cette réponse est obligatoire."


@dataclass(frozen=True, slots=True)
class ErreurDeSaisie:
    """Why one answer is refused, and at which of its inputs."""

    cle: str
    question: str
    message: str
    partie: str = ""


@dataclass(slots=True)
class Lecture:
    """The outcome of a reading of the keys `lues`. `saisies` keeps, as typed, what could not be read."""

    reponses: dict[str, Json] = field(default_factory=dict)
    erreurs: dict[str, ErreurDeSaisie] = field(default_factory=dict)
    saisies: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    lues: set[str] = field(default_factory=set)

    @property
    def valide(self) -> bool:
        return not self.erreurs


def grouper(situation: Situation, formulaire: Formulaire) -> dict[str, dict[str, list[str]]]:
    """Return the inputs of a form by question, then by part; what belongs to no question is left out.

    An input belongs to the longest key that it begins with: `epreuves.EF1.langue` is a question of its own,
    not a part of `epreuves.EF1`.
    """
    groupes: dict[str, dict[str, list[str]]] = {}
    for nom, valeurs in formulaire.items():
        cle = nom
        while cle and situation.question(cle) is None:
            cle = cle.rpartition(".")[0]
        if cle:
            groupes.setdefault(cle, {})[nom[len(cle) + 1 :]] = list(valeurs)
    return groupes


def lire_questions(
    situation: Situation, questions: Iterable[Question], formulaire: Formulaire, verrouillees: frozenset[str]
) -> Lecture:
    """Read the answers to some questions, complete or not. Absent inputs mean empty."""
    lecture, groupes = Lecture(dict(situation.reponses)), grouper(situation, formulaire)
    for question in questions:
        if question.cle in verrouillees or question.origine == "compte":
            continue
        _lire_une(situation.avec(lecture.reponses), question, groupes.get(question.cle, {}), lecture)
    return lecture


def _lire_une(
    situation: Situation, question: Question, parties: dict[str, list[str]], lecture: Lecture
) -> None:
    champ = champ_du_moment(situation, question)
    lecture.lues.add(question.cle)
    try:
        lue = TYPES[champ.type].lire(champ, parties, situation.env)
    except SaisieInvalide as refus:
        lecture.reponses.pop(question.cle, None)
        lecture.saisies[question.cle] = parties
        lecture.erreurs[question.cle] = ErreurDeSaisie(
            question.cle, champ.question, refus.message, refus.partie
        )
        return
    lecture.saisies.pop(question.cle, None)
    if lue is None and champ.valeur is not None:
        lecture.reponses[question.cle] = None  # emptied on purpose: what was proposed must not come back
    elif lue is None:
        lecture.reponses.pop(question.cle, None)
    else:
        lecture.reponses[question.cle] = lue


def lire_onglet(
    situation: Situation, onglet: Onglet, formulaire: Formulaire, verrouillees: frozenset[str]
) -> Lecture:
    """Read a whole tab and check it: what is asked must be answered, and each answer must hold.

    A question that the answers of the same tab bring up is read too; one that they hide keeps what it had.
    """
    avant = situation
    montrees = frozenset(question.cle for question in questions_visibles(situation, onglet))
    a_lire = _postees(situation, onglet, formulaire, montrees)
    lecture = lire_questions(situation, a_lire, formulaire, verrouillees)
    for _ in range(2):  # answers of this tab may bring up other questions of it
        apres = avant.avec(lecture.reponses)
        a_lire = _postees(apres, onglet, formulaire, montrees)
        suivante = lire_questions(apres, a_lire, formulaire, verrouillees)
        if (suivante.reponses, suivante.saisies) == (lecture.reponses, lecture.saisies):
            break
        lecture = suivante
    finale = avant.avec(lecture.reponses)
    visibles = questions_visibles(finale, onglet)
    lecture.erreurs = {q.cle: lecture.erreurs[q.cle] for q in visibles if q.cle in lecture.erreurs}
    for question in visibles:
        if question.cle not in lecture.erreurs and question.cle not in verrouillees:
            erreur = controler(finale, question)
            if erreur is not None:
                lecture.erreurs[question.cle] = erreur
    return lecture


def _postees(
    situation: Situation, onglet: Onglet, formulaire: Formulaire, montrees: frozenset[str]
) -> list[Question]:
    """Questions to read: those that the page showed, and those that it posted all the same.

    A question that comes up without having been shown was not emptied: it keeps what it had.
    """
    groupes = grouper(situation, formulaire)
    return [q for q in toutes_questions(situation, onglet) if q.cle in montrees or q.cle in groupes]


def controler(situation: Situation, question: Question) -> ErreurDeSaisie | None:
    """Return why the present answer to a question that is asked does not hold, None when it does."""
    champ = champ_du_moment(situation, question)
    brute = situation.brute(question)
    if brute is None or brute == "" or brute == []:
        manque = est_obligatoire(situation, question)
        return ErreurDeSaisie(question.cle, champ.question, OBLIGATOIRE) if manque else None
    if question.options_si and _hors_options(brute, {option.code for option in champ.options}):
        message = "Cette réponse n’est plus possible avec vos autres réponses : choisissez-en une autre."
        return ErreurDeSaisie(question.cle, champ.question, message)
    if question.verifie is not None:
        valeur = TYPES[champ.type].valeur(champ, brute)
        if question.verifie.evaluer_sur(valeur, situation) is False:
            return ErreurDeSaisie(
                question.cle, champ.question, question.message or "Cette réponse ne convient pas."
            )
    return controler_acquis(situation, question)


def _hors_options(brute: Json, codes: set[str]) -> bool:
    valeurs = brute if isinstance(brute, list) else [brute]
    return any(valeur not in codes for valeur in valeurs)


def controler_acquis(situation: Situation, question: Question) -> ErreurDeSaisie | None:
    """A note that is kept reaches the minimum and is recent enough (guide 003, bénéfice de note)."""
    message = refus_note(situation, question)
    return None if message is None else ErreurDeSaisie(question.cle, question.champ.question, message)
