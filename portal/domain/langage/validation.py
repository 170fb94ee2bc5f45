"""The schema meets the tree: every error of a file at once, in French, at the place that the author wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from portal.domain.langage.arbre import Noeud, Scalaire, Table, trouver
from portal.domain.langage.diagnostic import Position, Rapport, le_plus_proche, suggestion
from portal.domain.langage.reparation import reparer
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.bases import Bloc

Chemin = tuple[str | int, ...]
# Internal names of the merged tree, as the author knows them.
NOMS = {"valeurs_reglages": "reglages"}
DU_BLOC = frozenset({"message", "options"})  # a whole table is wrong, not one of its values
REPARATIONS_MAX = 20
CLES_INTERNES = frozenset({"[key]", "str", "list", "dict"})


def valider(arbre: Table, rapport: Rapport, touches: set[str] | None = None) -> Declaration | None:
    """Return the typed declaration of a merged tree, None when nothing can be made of it.

    Every error is reported. What is wrong is then set aside, so that the rest can be checked too; the
    declaration serves nothing else when the report holds an error. `touches` receives these paths.
    """
    donnees, essais = arbre.nu(), dict[Chemin, int]()
    for tour in range(REPARATIONS_MAX):
        try:
            return Declaration.model_validate(donnees)
        except ValidationError as refus:
            erreurs = [(_chemin(erreur["loc"]), dict(erreur)) for erreur in refus.errors()]
        if tour == 0:
            dites = _mal_ecrites(erreurs)
            for chemin, erreur in erreurs:
                if erreur["type"] != "missing" or chemin not in dites:
                    _rapporter(arbre, erreur, rapport)
        connues = {chemin[:-1]: champs_connus(chemin[:-1]) for chemin, _ in erreurs}
        repares = reparer(donnees, erreurs, connues, essais)
        if touches is not None:
            touches.update(ecrire_chemin(chemin) for chemin in repares)
    return None


def _mal_ecrites(erreurs: list[tuple[Chemin, dict[str, Any]]]) -> set[Chemin]:
    """Return the paths that an unknown key was probably meant to be: one slip is one error."""
    voulues = (
        (chemin[:-1], le_plus_proche(str(chemin[-1]), champs_connus(chemin[:-1])))
        for chemin, erreur in erreurs
        if erreur["type"] == "extra_forbidden"
    )
    return {(*parent, voulue) for parent, voulue in voulues if voulue is not None}


def _chemin(lieu: tuple[str | int, ...]) -> Chemin:
    return tuple(pas for pas in lieu if not _interne(str(pas)))


def ecrire_chemin(chemin: Chemin) -> str:
    """Return a path as the author reads it: `pieces.hauteur.limite`."""
    return ".".join(NOMS.get(str(pas), str(pas)) for pas in chemin)


def _rapporter(arbre: Table, erreur: dict[str, Any], rapport: Rapport) -> None:
    chemin = _chemin(erreur["loc"])
    genre = erreur["type"]
    if genre == "extra_forbidden":
        _, position = trouver(arbre, chemin, cle=True)
        connues = champs_connus(chemin[:-1])
        phrase = f"la clé « {chemin[-1]} » est inconnue ici.{suggestion(str(chemin[-1]), connues)}"
        rapport.erreur(position, ecrire_chemin(chemin[:-1]), phrase)
    elif genre == "missing":
        _, position = trouver(arbre, chemin[:-1], cle=True)
        rapport.erreur(position, ecrire_chemin(chemin[:-1]), _manque(chemin))
    else:
        noeud, position = trouver(arbre, chemin, cle="[key]" in erreur["loc"] or genre in DU_BLOC)
        if not (isinstance(noeud, Scalaire) and noeud.style == "vide"):
            rapport.erreur(position, ecrire_chemin(chemin), _phrase(genre, erreur, noeud))


def _interne(pas: str) -> bool:
    return pas in CLES_INTERNES or pas.startswith(("function-", "constrained-", "lax-or", "json-or", "dict["))


def _manque(chemin: Chemin) -> str:
    classe = _classe(chemin[:-1])
    description = ""
    if classe is not None and str(chemin[-1]) in classe.model_fields:
        description = classe.model_fields[str(chemin[-1])].description or ""
    precision = f" ({description.rstrip('.')})" if description else ""
    return f"il manque « {chemin[-1]} »{precision}."


def _phrase(genre: str, erreur: dict[str, Any], noeud: Noeud | None) -> str:
    ecrit = noeud.texte if isinstance(noeud, Scalaire) else erreur.get("input")
    if genre == "literal_error":
        possibles = [mot.strip("' ") for mot in erreur["ctx"]["expected"].replace(" or ", ", ").split(",")]
        proche = suggestion(str(ecrit), possibles)
        return f"« {ecrit} » n'est pas possible ici.{proche} Possibles : {', '.join(possibles)}."
    traduction = _PHRASES.get(genre)
    return traduction(ecrit) if traduction else f"{erreur['msg'].removeprefix('Value error, ')}."


def _attendu(quoi: str) -> Callable[[object], str]:
    return lambda ecrit: f"{quoi} ici."


_PHRASES: dict[str, Callable[[object], str]] = {
    "string_pattern_mismatch": lambda ecrit: (
        f"« {ecrit} » ne peut pas être un code : lettres sans accents, chiffres, « _ » et « - » seulement."
    ),
    "string_type": _attendu("un texte est attendu"),
    "dict_type": _attendu("des lignes « code: … » sont attendues"),
    "model_type": _attendu("des lignes « clé: valeur » sont attendues"),
    "list_type": _attendu("une liste est attendue"),
    "int_parsing": lambda ecrit: f"« {ecrit} » n'est pas un nombre entier.",
    "greater_than_equal": lambda ecrit: f"« {ecrit} » est trop petit.",
}


def champs_connus(chemin: Chemin) -> list[str]:
    """Return the keys that may stand at a path."""
    classe = _classe(chemin)
    return list(classe.model_fields) if classe is not None else []


def _classe(chemin: Chemin) -> type[Bloc] | None:
    """Follow a path through the schema to the class that reads it."""
    courant: Any = Declaration
    for pas in chemin:
        if isinstance(courant, type) and issubclass(courant, Bloc):
            champ = courant.model_fields.get(str(pas))
            courant = None if champ is None else champ.annotation
        else:
            courant = _dedans(courant)
        courant = _sans_option(courant)
        if courant is None:
            return None
    return courant if isinstance(courant, type) and issubclass(courant, Bloc) else None


def _sans_option(annotation: Any) -> Any:
    """`X | None` and annotated types say X."""
    while True:
        arguments = [a for a in get_args(annotation) if a is not type(None)]
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif type(None) in get_args(annotation) and len(arguments) == 1:
            annotation = arguments[0]
        else:
            return annotation


def _dedans(annotation: Any) -> Any:
    origine, arguments = get_origin(annotation), get_args(annotation)
    if origine is dict:
        return arguments[1]
    return arguments[0] if origine is list else None


class Localisateur:
    """Where a path of a declaration was written; nowhere when it was read back from the database."""

    def __init__(self, arbre: Table | None, fichier: str) -> None:
        self._arbre, self._fichier = arbre, fichier

    def position(self, chemin: Chemin, cle: bool = False) -> Position:
        if self._arbre is None:
            return Position(self._fichier)
        return trouver(self._arbre, chemin, cle=cle)[1]

    def noeud(self, chemin: Chemin) -> Noeud | None:
        return None if self._arbre is None else trouver(self._arbre, chemin)[0]
