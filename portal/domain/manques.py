"""What is missing before a candidature can be registered, each line leading to its question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.constats import constater
from portal.domain.dessin import Saisies
from portal.domain.lecture import controler
from portal.domain.modele import Onglet
from portal.domain.questionnaire import onglets_visibles, questions_visibles
from portal.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Manque:
    """One thing to do; `cle` is empty when the whole tab is to be visited."""

    onglet: str
    intitule_onglet: str
    cle: str
    question: str
    message: str


def manques(situation: Situation, saisies: Saisies, verrouillees: frozenset[str]) -> tuple[Manque, ...]:
    """Return everything that prevents « Enregistrer », in the order of the tabs, refusals of règles last."""
    lignes = [
        m for o in onglets_visibles(situation) for m in manques_onglet(situation, o, saisies, verrouillees)
    ]
    return (*lignes, *_refus(situation))


def manques_onglet(
    situation: Situation, onglet: Onglet, saisies: Saisies, verrouillees: frozenset[str]
) -> Iterator[Manque]:
    """Return what is missing on one tab."""
    if onglet.genre == "recapitulatif":
        return
    vide = True
    for question in questions_visibles(situation, onglet):
        if question.cle in verrouillees:
            continue
        if question.cle in saisies:
            message = "La réponse que vous avez tapée ne peut pas être lue."
            yield Manque(onglet.code, onglet.intitule, question.cle, question.champ.question, message)
            vide = False
            continue
        erreur = controler(situation, question)
        if erreur is not None:
            yield Manque(onglet.code, onglet.intitule, question.cle, question.champ.question, erreur.message)
            vide = False
    if vide and onglet.code not in situation.validees:
        message = "Cet onglet n’a pas encore été validé."
        yield Manque(onglet.code, onglet.intitule, "", onglet.intitule, message)


def _refus(situation: Situation) -> Iterator[Manque]:
    for constat in constater(situation):
        if constat.verdict == "refus":
            onglet = situation.onglet_de(constat.champ) if constat.champ else None
            yield Manque(
                onglet.code if onglet else "",
                onglet.intitule if onglet else "",
                constat.champ or "",
                "",
                constat.message,
            )
