"""`repetition`: rows of the same fields, such as one row for each employer."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import ClassVar

from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp
from portal.domain.champs.declaration import Champ
from portal.domain.typographie import pluriel

LIGNES_AU_PLUS = 30
_PARTIE = re.compile(r"([0-9]{1,3})\.([^.]+)(?:\.(.+))?")


class TypeRepetition(TypeChamp):
    """Stored as a list of {code: answer}; empty rows are dropped. Tests see the rows.

    Its parts are « row.code » and « row.code.part », rows counted from 0 as they stand on the page. The part
    of a refusal says the row and the field that it is about.
    """

    nom = "repetition"
    tests = "lignes"
    parties: ClassVar[tuple[str, ...]] = ()

    def widget(self, champ: Champ) -> str:
        return "repetition"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        lues = [(numero, _lire_ligne(champ, numero, ligne, env)) for numero, ligne in lignes_saisies(saisie)]
        gardees = [(numero, ligne) for numero, ligne in lues if ligne]
        for rang, (numero, ligne) in enumerate(gardees, 1):
            _verifier_complete(champ, rang, numero, ligne)
        _verifier_nombre(champ, len(gardees))
        return [ligne for _, ligne in gardees] or None

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        montre: dict[str, list[str]] = {}
        for numero, ligne in enumerate(lignes_gardees(json)):
            for sous in champ.champs:
                for partie, valeurs in _type(sous).montrer(sous, ligne.get(sous.code)).items():
                    montre[_nom(numero, sous.code, partie)] = valeurs
        return montre

    def valeur(self, champ: Champ, json: Json) -> object:
        if json is None:
            return None
        return tuple(
            {sous.code: _type(sous).valeur(sous, ligne.get(sous.code)) for sous in champ.champs}
            for ligne in lignes_gardees(json)
        )

    def litteral(self, champ: Champ, texte: str) -> object:
        raise ValueError(f"« {champ.code} » a plusieurs lignes : testez-le avec telles_que.")

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        """Return one line of text per row: « Employeur : Mairie de Lille ; Du : 01/09/2019 »."""
        return "\n".join(_formater_ligne(champ, ligne, env) for ligne in lignes_gardees(json))

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        proprietes: dict[str, Json] = {sous.code: _type(sous).schema_json(sous) for sous in champ.champs}
        ligne: dict[str, Json] = {"type": "object", "properties": proprietes, "additionalProperties": False}
        return {"type": "array", "items": ligne, "maxItems": _au_plus(champ)}


def lignes_saisies(saisie: Saisie) -> list[tuple[int, dict[str, dict[str, Sequence[str]]]]]:
    """Return the rows typed, in the order of the page: (number, {code: {part: texts}})."""
    lignes: dict[int, dict[str, dict[str, Sequence[str]]]] = defaultdict(lambda: defaultdict(dict))
    for cle, valeurs in saisie.items():
        if trouve := _PARTIE.fullmatch(cle):
            lignes[int(trouve[1])][trouve[2]][trouve[3] or ""] = valeurs
    return sorted(lignes.items())


def lignes_gardees(json: Json) -> list[Mapping[str, Json]]:
    """Return the rows of a stored answer."""
    return [ligne for ligne in json if isinstance(ligne, dict)] if isinstance(json, list) else []


def _lire_ligne(
    champ: Champ, numero: int, saisie: Mapping[str, Mapping[str, Sequence[str]]], env: Env
) -> dict[str, Json]:
    """Return the answers of one row, without those left empty."""
    ligne: dict[str, Json] = {}
    for sous in champ.champs:
        try:
            lue = _type(sous).lire(sous, saisie.get(sous.code, {}), env)
        except SaisieInvalide as refus:
            raise SaisieInvalide(refus.message, _nom(numero, sous.code, refus.partie)) from None
        if lue is not None:
            ligne[sous.code] = lue
    return ligne


def _verifier_complete(champ: Champ, rang: int, numero: int, ligne: Mapping[str, Json]) -> None:
    """A row begun must be finished; a field that depends on a condition is left to the modèle's own check."""
    for sous in champ.champs:
        obligatoire = sous.facultatif is False and sous.si is None and _type(sous).tests != "aucun"
        if obligatoire and sous.code not in ligne:
            raise SaisieInvalide(
                f"Ligne {rang} : répondez à « {sous.question or sous.code} », ou videz toute la ligne.",
                _nom(numero, sous.code, ""),
            )


def _verifier_nombre(champ: Champ, combien: int) -> None:
    au_moins = champ.nombre.au_moins if champ.nombre else 0
    if combien > _au_plus(champ):
        raise SaisieInvalide(f"{pluriel(_au_plus(champ), 'ligne')} au plus : il y en a {combien}.")
    if 0 < combien < au_moins:
        raise SaisieInvalide(f"Remplissez au moins {pluriel(au_moins, 'ligne')} : il y en a {combien}.")


def _au_plus(champ: Champ) -> int:
    demande = champ.nombre.au_plus if champ.nombre else None
    return LIGNES_AU_PLUS if demande is None else demande


def _formater_ligne(champ: Champ, ligne: Mapping[str, Json], env: Env) -> str:
    reponses = ((sous, _type(sous).formater(sous, ligne.get(sous.code), env)) for sous in champ.champs)
    return "\N{NO-BREAK SPACE}; ".join(
        f"{sous.question or sous.code}\N{NO-BREAK SPACE}: {reponse}" for sous, reponse in reponses if reponse
    )


def _nom(numero: int, code: str, partie: str) -> str:
    return f"{numero}.{code}.{partie}" if partie else f"{numero}.{code}"


def _type(champ: Champ) -> TypeChamp:
    """The registry holds this module: it can only be read once a row is."""
    from portal.domain.champs import TYPES

    return TYPES[champ.type]
