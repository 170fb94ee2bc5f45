"""The statut of each épreuve for one candidature: sat, kept, neutralised, later, or not chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.domain.conditions import Verite
from portal.domain.epreuve import Epreuve, EpreuveRetenue, Possibilite, Statut
from portal.domain.question import Question

if TYPE_CHECKING:
    from portal.domain.situation import Situation


def retenir(situation: Situation) -> tuple[EpreuveRetenue, ...]:
    """Return the épreuves that exist for this candidature, groups and absent ones left out."""
    return tuple(_descendre(situation, situation.arbre, None, 0))


def _descendre(
    situation: Situation, epreuves: tuple[Epreuve, ...], groupe: Epreuve | None, niveau: int
) -> Iterator[EpreuveRetenue]:
    for epreuve in epreuves:
        if epreuve.si.evaluer(situation) is False:
            continue
        if epreuve.est_groupe:
            yield from _descendre(situation, epreuve.epreuves, epreuve, niveau)
            continue
        retenue = _retenue(situation, epreuve, groupe, niveau)
        yield retenue
        if any(fille.unite for fille in epreuve.epreuves):
            yield from _descendre(situation, epreuve.epreuves, None, niveau + 1)


def _retenue(situation: Situation, epreuve: Epreuve, groupe: Epreuve | None, niveau: int) -> EpreuveRetenue:
    choisie = _choisie(situation, epreuve, groupe)
    facultative = _est_facultative(situation, epreuve, groupe)
    if choisie is False:
        return EpreuveRetenue(epreuve, "non_choisie", None, facultative, groupe, niveau)
    possibilite, statut = _acquis(situation, epreuve)
    if choisie is None:
        statut = None
    return EpreuveRetenue(epreuve, statut, possibilite, facultative, groupe, niveau)


def _est_facultative(situation: Situation, epreuve: Epreuve, groupe: Epreuve | None) -> bool:
    if epreuve.facultative is not None and epreuve.facultative.evaluer(situation) is True:
        return True
    return groupe is not None and groupe.choisir is not None and groupe.choisir.au_moins == 0


def _choisie(situation: Situation, epreuve: Epreuve, groupe: Epreuve | None) -> Verite:
    """Tell whether the épreuve is taken: always, unless it is facultative or one of a group."""
    if groupe is not None and groupe.choix is not None:
        reponse = _reponse(situation, groupe.choix)
        if reponse is None:
            return False if _est_validee(situation, groupe.choix) else None
        return epreuve.code in (reponse if isinstance(reponse, list) else [reponse])
    if epreuve.choix is not None and epreuve.facultative is not None:
        facultative = epreuve.facultative.evaluer(situation)
        if facultative is not True:
            return None if facultative is None else True
        reponse = _reponse(situation, epreuve.choix)
        return None if reponse is None else reponse == "oui"
    return True


def _acquis(situation: Situation, epreuve: Epreuve) -> tuple[Possibilite | None, Statut | None]:
    if epreuve.acquis is None:
        return None, "passe"
    visible = situation.visible(epreuve.acquis)
    if visible is not True:
        return None, None if visible is None else "passe"
    code = situation.brute(epreuve.acquis)
    possibilite = next((p for p in epreuve.possibilites if p.code == code), None)
    return possibilite, possibilite.effet if possibilite else None


def _reponse(situation: Situation, question: Question) -> object:
    reponse = situation.brute(question)
    return None if reponse in (None, "", []) else reponse


def _est_validee(situation: Situation, question: Question) -> bool:
    onglet = situation.onglet_de(question.cle)
    return onglet is not None and onglet.code in situation.validees
