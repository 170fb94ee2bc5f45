"""Which questions a tab asks of one candidature, in order, grouped as on screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.domain.champs import Champ
from portal.domain.conditions import Verite
from portal.domain.epreuve import Epreuve
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.situation import Situation
from portal.domain.texte import TexteSi


@dataclass(frozen=True, slots=True)
class Groupe:
    """Questions under one title."""

    code: str
    intitule: str
    questions: tuple[Question, ...]
    aide: TexteSi | None = None
    epreuve: Epreuve | None = None


def onglets_visibles(situation: Situation) -> tuple[Onglet, ...]:
    """Return the tabs of this candidature; one whose condition is not known yet is shown."""
    return tuple(o for o in situation.modele.onglets if o.si.evaluer(situation) is not False)


def groupes(situation: Situation, onglet: Onglet) -> tuple[Groupe, ...]:
    """Return the groups of a tab with every question that is asked now."""
    tous = (_seulement_visibles(situation, groupe) for groupe in _groupes(situation, onglet))
    return tuple(groupe for groupe in tous if groupe.questions)


def questions_visibles(situation: Situation, onglet: Onglet) -> tuple[Question, ...]:
    """Return the questions that a tab asks now."""
    return tuple(question for groupe in groupes(situation, onglet) for question in groupe.questions)


def toutes_questions(situation: Situation, onglet: Onglet) -> tuple[Question, ...]:
    """Return the questions of a tab, those not asked now included."""
    return tuple(question for groupe in _groupes(situation, onglet) for question in groupe.questions)


def champs_propres(situation: Situation, onglet: Onglet) -> tuple[Groupe, ...]:
    """Return the groups that the tab itself asks now, without those that épreuves and acquis add to it."""
    tous = (_seulement_visibles(situation, groupe) for groupe in _champs(situation, onglet))
    return tuple(groupe for groupe in tous if groupe.questions)


def _groupes(situation: Situation, onglet: Onglet) -> Iterator[Groupe]:
    return {"acquis": _acquis, "epreuves": _epreuves}.get(onglet.genre, _champs)(situation, onglet)


def _seulement_visibles(situation: Situation, groupe: Groupe) -> Groupe:
    visibles = tuple(question for question in groupe.questions if situation.visible(question) is True)
    return groupe if len(visibles) == len(groupe.questions) else replace(groupe, questions=visibles)


def _champs(situation: Situation, onglet: Onglet) -> Iterator[Groupe]:
    """Rubriques that are not shown are there too: each of their questions carries their condition."""
    option = situation.specialite.question_option if situation.specialite else None
    for rubrique in onglet.rubriques:
        questions = rubrique.questions
        if option is not None:
            questions = tuple(_avec_option(questions, situation.modele.champ_specialite, option))
        yield Groupe(rubrique.code or onglet.code, rubrique.intitule, questions, rubrique.aide)


def _avec_option(
    questions: tuple[Question, ...], champ_specialite: str | None, option: Question
) -> Iterator[Question]:
    """The option of a spécialité is asked just after the spécialité."""
    for question in questions:
        yield question
        if question.cle == champ_specialite:
            yield option


def _acquis(situation: Situation, onglet: Onglet) -> Iterator[Groupe]:
    yield from _champs(situation, onglet)
    if situation.modele.questions_acquis:
        yield Groupe("acquis", "", situation.modele.questions_acquis)
    for retenue in situation.epreuves:
        epreuve = retenue.epreuve
        if epreuve.acquis is not None:
            demande = f"Que choisissez-vous pour {epreuve.code}\N{NO-BREAK SPACE}?"
            questions = (_avec_question(epreuve.acquis, demande), *epreuve.questions_acquis)
            yield Groupe(
                f"acquis-{epreuve.code}",
                f"{epreuve.code} – {epreuve.intitule}",
                questions,
                epreuve.aide,
                epreuve,
            )


def _avec_question(question: Question, texte: str) -> Question:
    return replace(question, champ=replace(question.champ, question=texte))


def _epreuves(situation: Situation, onglet: Onglet) -> Iterator[Groupe]:
    yield from _champs(situation, onglet)
    for racine in situation.arbre:
        for epreuve in racine.parcourir():
            seule = () if epreuve.choix is None else (epreuve.choix,)
            if seule or epreuve.questions:
                titre = epreuve.intitule if epreuve.est_groupe else f"{epreuve.code} – {epreuve.intitule}"
                choix = tuple(_avec_question(q, "Votre choix") if epreuve.est_groupe else q for q in seule)
                yield Groupe(
                    f"epreuve-{epreuve.code}", titre, choix + epreuve.questions, epreuve.aide, epreuve
                )


def champ_du_moment(situation: Situation, question: Question) -> Champ:
    """Return the field with only the options that are offered now."""
    champ = question.champ
    if not question.options_si:
        return champ
    offertes = tuple(o for o in champ.options if _offerte(situation, question, o.code) is True)
    return replace(champ, options=offertes)


def _offerte(situation: Situation, question: Question, code: str) -> Verite:
    condition = question.options_si.get(code)
    return True if condition is None else condition.evaluer(situation)


def est_obligatoire(situation: Situation, question: Question) -> bool:
    """Tell whether an answer is required now; what is not known yet demands nothing."""
    if question.champ.type == "information" or question.origine == "compte":
        return False
    return question.facultatif.evaluer(situation) is False


def est_verrouillee(
    situation: Situation, question: Question, enregistree: bool, repris: frozenset[str]
) -> bool:
    """Tell whether an answer is fixed: from the account, taken from before, or final once registered."""
    if question.origine == "compte" or question.cle in repris:
        return True
    return question.definitif and enregistree
