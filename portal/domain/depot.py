"""What a reading makes of a draft: the answers that changed, the conflicts, the tabs that still hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from portal.domain.brouillon import Brouillon, Saisies, nettoyer
from portal.domain.champs import TYPES, Json
from portal.domain.lecture import Lecture
from portal.domain.manques import manques_onglet
from portal.domain.modele import Onglet
from portal.domain.questionnaire import onglets_visibles
from portal.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Conflit:
    """An answer given here and, since the page was shown, otherwise elsewhere; both ready to read."""

    cle: str
    question: str
    ici: str
    ailleurs: str


def fondre(brouillon: Brouillon, lecture: Lecture) -> Brouillon:
    """Return the draft with what was read: answers, and as typed what could not be read.

    What is too long to be kept takes the place of nothing: the answer given before stays.
    """
    reponses, saisies = dict(brouillon.reponses), dict(brouillon.saisies)
    for cle in lecture.lues:
        typee = nettoyer(lecture.saisies[cle]) if cle in lecture.saisies else None
        if typee is None and cle in lecture.saisies:
            continue
        reponses.pop(cle, None)
        saisies.pop(cle, None)
        if cle in lecture.reponses:
            reponses[cle] = lecture.reponses[cle]
        if typee is not None:
            saisies[cle] = typee
    return replace(brouillon, reponses=reponses, saisies=saisies)


def conflits(
    situation: Situation, avant: Brouillon, apres: Brouillon, cles: Iterable[str], revision: int
) -> tuple[Conflit, ...]:
    """Return what changed here and elsewhere since `revision`, to different values."""
    return tuple(
        Conflit(cle, _intitule(situation, cle), _dire(situation, apres, cle), _dire(situation, avant, cle))
        for cle in avant.depassees(avant.changees(apres, cles), revision)
    )


def _intitule(situation: Situation, cle: str) -> str:
    question = situation.question(cle)
    return question.champ.question if question else cle


def _dire(situation: Situation, brouillon: Brouillon, cle: str) -> str:
    question, (reponse, saisie) = situation.question(cle), brouillon.etat(cle)
    if saisie:
        return " ".join(valeur for valeurs in saisie.values() for valeur in valeurs)
    if question is None or reponse is None:
        return ""
    return TYPES[question.champ.type].formater(question.champ, reponse, situation.env)


def avec(situation: Situation, reponses: Mapping[str, Json], validees: Iterable[str]) -> Situation:
    """Return the situation with other answers and other validated tabs."""
    return replace(situation, reponses=reponses, validees=frozenset(validees), _visibles={})


def validees_apres(
    situation: Situation, saisies: Saisies, verrouillees: frozenset[str], validees: Iterable[str]
) -> list[str]:
    """Return the tabs that stay validated: one that lacks something now is to be seen again."""
    restent = set(validees)
    situation = avec(situation, situation.reponses, restent)
    for onglet in onglets_visibles(situation):
        if onglet.code in restent and any(manques_onglet(situation, onglet, saisies, verrouillees)):
            restent.discard(onglet.code)
    return [onglet.code for onglet in situation.modele.onglets if onglet.code in restent]


def premier_incomplet(situation: Situation) -> Onglet:
    """Return the tab where the candidate must go: the first one not validated, else the récapitulatif."""
    visibles = onglets_visibles(situation)
    return next((o for o in visibles if o.code not in situation.validees), visibles[-1])


def est_accessible(situation: Situation, code: str) -> bool:
    """Tell whether a tab may be seen: every one before it is validated (guide 003 II: in order)."""
    codes = [onglet.code for onglet in onglets_visibles(situation)]
    return code in codes and codes.index(code) <= codes.index(premier_incomplet(situation).code)


def voisin(situation: Situation, code: str, pas: int) -> str | None:
    """Return the tab before (-1) or after (1) another, None at the ends."""
    codes = [onglet.code for onglet in onglets_visibles(situation)]
    rang = codes.index(code) + pas if code in codes else -1
    return codes[rang] if 0 <= rang < len(codes) else None
