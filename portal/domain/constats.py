"""What the règles say of one candidature."""

from __future__ import annotations

from collections.abc import Iterator

from portal.domain.regle import Constat, Verdict
from portal.domain.situation import Situation


def constater(situation: Situation, derogations: frozenset[str] = frozenset()) -> tuple[Constat, ...]:
    """Return what does not hold. Unknown refuses nothing; a derogation lifts a règle that allows one."""
    return tuple(_constats(situation, derogations))


def _constats(situation: Situation, derogations: frozenset[str]) -> Iterator[Constat]:
    for regle in situation.modele.regles:
        if regle.derogation and regle.code in derogations:
            continue
        if regle.si.evaluer(situation) is True and regle.exige.evaluer(situation) is False:
            yield Constat(regle.code, regle.sinon, regle.message.en_clair(situation), regle.champ)


def de(constats: tuple[Constat, ...], verdict: Verdict) -> tuple[Constat, ...]:
    """Return the findings of one kind."""
    return tuple(constat for constat in constats if constat.verdict == verdict)
