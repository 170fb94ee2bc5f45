"""Reading of what a candidate typed on a tab: valid answers to keep, refusals to show, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.acquis import refus_note
from portal.domain.centre_choisi import refus_centre
from portal.domain.champs import TYPES, Json, SaisieInvalide
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.questionnaire import champ_du_moment, est_obligatoire, questions_visibles, toutes_questions
from portal.domain.situation import Situation

Formulaire = Mapping[str, Sequence[str]]
Groupes = dict[str, dict[str, list[str]]]
MOTS_AU_PLUS = 3  # of a key: `epreuves.EF1.langue`
PASSAGES_AU_PLUS = 4
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


def grouper(situation: Situation, formulaire: Formulaire) -> Groupes:
    """Return the inputs of a form by question, then by part; what belongs to no question is left out.

    An input belongs to the longest key that it begins with: `epreuves.EF1.langue` is a question of its own,
    not a part of `epreuves.EF1`.
    """
    groupes: Groupes = {}
    for nom, valeurs in formulaire.items():
        cle = _cle_de(situation, nom)
        if cle:
            groupes.setdefault(cle, {})[nom[len(cle) + 1 :]] = list(valeurs)
    return groupes


def _cle_de(situation: Situation, nom: str) -> str:
    """Return the longest key that the name of an input begins with, "" for none."""
    mots = nom.split(".", MOTS_AU_PLUS)[:MOTS_AU_PLUS]
    cles = (".".join(mots[:combien]) for combien in range(len(mots), 0, -1))
    return next((cle for cle in cles if situation.question(cle) is not None), "")


def lire_questions(
    situation: Situation, questions: Iterable[Question], formulaire: Formulaire, verrouillees: frozenset[str]
) -> Lecture:
    """Read the answers to some questions, complete or not. Absent inputs mean empty."""
    return _lire(situation, questions, grouper(situation, formulaire), verrouillees)


def _lire(
    situation: Situation, questions: Iterable[Question], groupes: Groupes, verrouillees: frozenset[str]
) -> Lecture:
    lecture = Lecture(dict(situation.reponses))
    for question in questions:
        if question.cle in verrouillees or question.origine == "compte":
            continue
        # The answers read so far change only which options are offered.
        ici = situation.avec(lecture.reponses) if question.options_si else situation
        _lire_une(ici, question, groupes.get(question.cle, {}), lecture)
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
    montrees = frozenset(question.cle for question in questions_visibles(situation, onglet))
    lecture = _lire_postees(situation, onglet, formulaire, montrees, verrouillees)
    for _ in range(PASSAGES_AU_PLUS):  # answers of this tab may bring up other questions of it
        apres = situation.avec(lecture.reponses)
        suivante = _lire_postees(apres, onglet, formulaire, montrees, verrouillees)
        stable = (suivante.reponses, suivante.saisies) == (lecture.reponses, lecture.saisies)
        lecture = suivante
        if stable:
            break
    _garder_cachees(situation, onglet, lecture)
    finale = situation.avec(lecture.reponses)
    visibles = questions_visibles(finale, onglet)
    lues, lecture.erreurs = lecture.erreurs, {}
    for question in visibles:  # in the order of the page
        verrou = question.cle in verrouillees
        erreur = lues.get(question.cle) or (None if verrou else controler(finale, question))
        if erreur is not None:
            lecture.erreurs[question.cle] = erreur
    return lecture


def _lire_postees(
    situation: Situation,
    onglet: Onglet,
    formulaire: Formulaire,
    montrees: frozenset[str],
    verrouillees: frozenset[str],
) -> Lecture:
    """Read the questions that the page showed, and those that it posted all the same.

    A question that comes up without having been shown was not emptied: it keeps what it had.
    """
    groupes = grouper(situation, formulaire)
    questions = toutes_questions(situation, onglet)
    a_lire = [q for q in questions if q.cle in montrees or q.cle in groupes]
    return _lire(situation, a_lire, groupes, verrouillees)


def _garder_cachees(situation: Situation, onglet: Onglet, lecture: Lecture) -> None:
    """A question that is not asked in the end keeps its former answer, unless another one was read."""
    apres = situation.avec(lecture.reponses)
    visibles = {question.cle for question in questions_visibles(apres, onglet)}
    for cle in lecture.lues - visibles:
        lecture.saisies.pop(cle, None)
        if lecture.reponses.get(cle) is None and cle in situation.reponses:
            lecture.reponses[cle] = situation.reponses[cle]


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
    if champ.type == "centre" and isinstance(brute, str):
        refus = refus_centre(situation, brute)
        return None if refus is None else ErreurDeSaisie(question.cle, champ.question, refus)
    return controler_acquis(situation, question)


def _hors_options(brute: Json, codes: set[str]) -> bool:
    valeurs = brute if isinstance(brute, list) else [brute]
    return any(valeur not in codes for valeur in valeurs)


def controler_acquis(situation: Situation, question: Question) -> ErreurDeSaisie | None:
    """A note that is kept reaches the minimum and is recent enough (guide 003, bénéfice de note)."""
    message = refus_note(situation, question)
    return None if message is None else ErreurDeSaisie(question.cle, question.champ.question, message)
