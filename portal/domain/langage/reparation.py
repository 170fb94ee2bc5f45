"""Setting schema errors aside once reported, so that the rest of a file is checked in the same pass.

What is repaired is never published: the report holds an error. A repair only has to be harmless enough
that what follows does not complain of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.domain.langage.diagnostic import Diagnostic, le_plus_proche

Chemin = tuple[str | int, ...]
# What may stand for a value that is missing: a condition, a text or a code; a number; lines; a list.
REMPLACANTS: tuple[Any, ...] = ("oui", "1", {}, [])


def reparer(
    donnees: Any,
    erreurs: Iterable[tuple[Chemin, Mapping[str, Any]]],
    connues: Mapping[Chemin, list[str]],
    essais: dict[Chemin, int],
) -> set[Chemin]:
    """Change `donnees` in place so that these errors do not come back; return the paths that were touched.

    `connues` gives the keys that may stand in each table at fault; `essais` counts the tries for each path.
    """  # fmt: skip
    touches: set[Chemin] = set()
    # Last items first: removing one must not move those that are still to be removed.
    for chemin, erreur in sorted(erreurs, key=lambda une: _rang(une[0]), reverse=True):
        touches.add(chemin)
        parent = _atteindre(donnees, chemin[:-1])
        essai = essais[chemin] = essais.get(chemin, -1) + 1
        if parent is None:
            continue
        genre = erreur["type"]
        if genre == "extra_forbidden":
            touches |= _deplacer(parent, chemin, connues.get(chemin[:-1], []))
        elif genre == "literal_error" and not essai:
            _poser(parent, chemin[-1], erreur["ctx"]["expected"].split(",")[0].split(" or ")[0].strip("' "))
        elif genre == "missing" or essai:
            _poser(parent, chemin[-1], REMPLACANTS[min(essai, len(REMPLACANTS) - 1)])
        elif genre == "message":
            _poser(_atteindre(donnees, chemin), "message", "oui")
        else:
            _oter(parent, chemin[-1])
    return touches


def est_une_suite(diagnostic: Diagnostic, touches: Iterable[str]) -> bool:
    """Tell whether a later diagnostic only repeats what was reported at one of these dotted paths."""
    chemin = diagnostic.chemin
    return any(chemin == touche or chemin.startswith(f"{touche}.") for touche in touches)


def _rang(chemin: Chemin) -> tuple[tuple[int, str], ...]:
    return tuple((pas, "") if isinstance(pas, int) else (0, pas) for pas in chemin)


def _atteindre(donnees: Any, chemin: Chemin) -> Any:
    for pas in chemin:
        if isinstance(donnees, dict) and pas in donnees:
            donnees = donnees[pas]
        elif isinstance(donnees, list) and isinstance(pas, int) and pas < len(donnees):
            donnees = donnees[pas]
        else:
            return None
    return donnees


def _deplacer(parent: Any, chemin: Chemin, connues: list[str]) -> set[Chemin]:
    """An unknown key that is nearly a known one is read as that one."""
    if not isinstance(parent, dict):
        return set()
    valeur = parent.pop(chemin[-1], None)
    voulue = le_plus_proche(str(chemin[-1]), connues)
    if voulue is None or voulue in parent:
        return set()
    parent[voulue] = valeur
    return {(*chemin[:-1], voulue)}


def _poser(parent: Any, cle: str | int, valeur: Any) -> None:
    if isinstance(parent, dict) or (isinstance(parent, list) and isinstance(cle, int) and cle < len(parent)):
        parent[cle] = valeur  # type: ignore[index]


def _oter(parent: Any, cle: str | int) -> None:
    if isinstance(parent, dict):
        parent.pop(cle, None)
    elif isinstance(parent, list) and isinstance(cle, int) and cle < len(parent):
        del parent[cle]
