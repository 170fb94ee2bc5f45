"""Reading of `selon`: `{selon: [{si: …, valeur: …}, {valeur: …}]}` where a single value may stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from portal.domain.conditions import TOUJOURS, AucunDe, Condition, Tous
from portal.domain.langage.conditions import LecteurConditions
from portal.domain.langage.validation import Chemin
from portal.domain.selon import Selon

T = TypeVar("T")
FORME = "une valeur qui dépend s'écrit « selon: » puis des cas {si, valeur} ; le dernier n'a pas de « si »."


def lire_selon(
    source: object, chemin: Chemin, conditions: LecteurConditions, lire: Callable[[object, Chemin], T | None]
) -> Selon[T] | None:
    """Return the value or the cases written at a path; `lire` reads one value, None when it is wrong."""
    if not isinstance(source, Mapping):
        seule = lire(source, chemin)
        return None if seule is None else Selon.toujours(seule)
    lus: list[tuple[Condition, T]] = []
    for condition, valeur, ici in cas_ecrits(source, chemin, conditions):
        lue = lire(valeur, ici)
        if lue is not None:
            lus.append((condition, lue))
    return Selon(tuple(lus)) if lus else None


def cas_ecrits(
    source: Mapping[str, object], chemin: Chemin, conditions: LecteurConditions
) -> list[tuple[Condition, object, Chemin]]:
    """Return (condition, value, path of the value) of each case, after reporting those that are not one."""
    cas = source.get("selon")
    if source.keys() != {"selon"} or not isinstance(cas, list) or not cas:
        conditions.erreur(chemin, (), FORME)
        return []
    ecrits: list[tuple[Condition, object, Chemin]] = []
    for rang, un in enumerate(cas):
        ici = (*chemin, "selon", rang)
        dernier = rang == len(cas) - 1
        if not isinstance(un, Mapping) or un.keys() != ({"valeur"} if dernier else {"si", "valeur"}):
            conditions.erreur(ici, (), FORME)
            continue
        si = conditions.lire(un.get("si"), (*ici, "si"), TOUJOURS)
        ecrits.append((si, un["valeur"], (*ici, "valeur")))
    return ecrits


def exclusives(conditions: list[Condition]) -> list[Condition]:
    """Return the same conditions, each holding only where none before it does."""
    return [
        Tous((une, AucunDe(tuple(conditions[:rang])))) if rang else une for rang, une in enumerate(conditions)
    ]
