"""What the règles say of one candidature."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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


def refus_de_l_onglet(situation: Situation, cles: Collection[str]) -> dict[str, str]:
    """Return the sentence of the first règle that refuses, by the field near which it is said.

    In: the keys that a tab asks. What is refused there is told before the rest of the form is filled in.
    """
    refus = [c for c in constater(situation) if c.verdict == "refus" and c.champ in cles]
    return {constat.champ: constat.message for constat in reversed(refus) if constat.champ is not None}


def de(constats: tuple[Constat, ...], verdict: Verdict) -> tuple[Constat, ...]:
    """Return the findings of one kind."""
    return tuple(constat for constat in constats if constat.verdict == verdict)
