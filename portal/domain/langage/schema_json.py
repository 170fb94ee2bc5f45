"""The JSON Schemas of the three kinds of files, for the completion and the first checks of editors.

An editor reads `010` or `2026` as a number where the portal reads text: a scalar of any kind is accepted
wherever a text is. The editor is a help; `portal check` is the judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from portal.domain.langage.fusion import CODES_RESTREINTS, PLACES
from portal.domain.langage.schema import LANGAGES

Schema = dict[str, Any]
DIALECTE = "https://json-schema.org/draft/2020-12/schema"
SCALAIRES = ["string", "number", "boolean"]
TITRES = {
    "famille": "Une famille d'examens (plugins/<famille>/famille.yaml)",
    "specialite": "Une spécialité (plugins/<famille>/specialites/<code>.yaml)",
    "modele": "Un modèle d'examen (exam_templates/<académie>/<nom>.yaml)",
}
# What a family merges into the core's own: it may say only what it changes.
DU_SOCLE = ("CircuitSource", "EtatSource", "TransitionSource", "DocumentSource", "CourrielSource")
# A modèle adds what is new in these, and rewrites what its family has in the others.
ENTIERS_DU_MODELE = ("CalendrierSource", "PeriodeSource", "ScenarioSource", "EtapeSource")


def schemas() -> Mapping[str, Schema]:
    """Return the three schemas by name: famille, specialite, modele."""
    return {nom: _schema(nom) for nom in LANGAGES}


def _schema(nom: str) -> Schema:
    schema: Schema = deepcopy(LANGAGES[nom].model_json_schema(by_alias=True))
    racine = _table(schema)
    definitions = schema.get("$defs", {})
    for code, definition in definitions.items():
        table = _table(definition)
        if (nom == "modele" and code not in ENTIERS_DU_MODELE) or (nom == "famille" and code in DU_SOCLE):
            table.pop("required", None)
        if nom == "modele":
            _permettre_les_places(table)
        if code == "EpreuveSource":
            _permettre_une_liste(table, "acquis")
    if nom == "modele":
        _permettre_les_listes([racine, *map(_table, definitions.values())])
    for table in (racine, *map(_table, definitions.values())):
        table.pop("description", None)  # the docstring of a class, in English
    assoupli = _assouplir({**racine, "$defs": definitions})
    return {"$schema": DIALECTE, "title": TITRES[nom], **assoupli}


def _table(schema: Schema) -> Schema:
    """Return the part of a schema that describes a table, beside the lone text that may stand for it."""
    for choix in schema.get("anyOf", ()):
        if isinstance(choix, dict) and choix.get("type") == "object":
            return choix
    return schema


def _permettre_les_places(table: Schema) -> None:
    if "impose" in table.get("properties", {}):
        for place in PLACES:
            phrase = f"Placer cet élément juste {'après' if place == 'juste_apres' else 'avant'} celui-ci."
            table["properties"][place] = {"type": "string", "description": phrase}


def _permettre_les_listes(tables: list[Schema]) -> None:
    for table in tables:
        for cle, propriete in list(table.get("properties", {}).items()):
            if cle in CODES_RESTREINTS and propriete.get("type") == "object":
                _permettre_une_liste(table, cle)


def _permettre_une_liste(table: Schema, cle: str) -> None:
    """A bare list of codes keeps only those."""
    propriete = table["properties"][cle]
    description = propriete.pop("description", "")
    liste = {"type": "array", "items": {"type": "string"}, "description": "Ne garder que ces codes."}
    table["properties"][cle] = {"description": description, "anyOf": [propriete, liste]}


def _assouplir(valeur: Any) -> Any:
    """Accept what an editor makes of bare words, and forget what only Python needs."""
    if isinstance(valeur, list):
        return [_assouplir(un) for un in valeur]
    if not isinstance(valeur, dict):
        return valeur
    assoupli = {cle: _assouplir(v) for cle, v in valeur.items() if cle not in ("default", "title")}
    if assoupli.get("type") == "string":
        assoupli["type"] = SCALAIRES
    choix = [un for un in assoupli.get("anyOf", ()) if un != {"type": "null"}]
    if len(choix) == 1:
        assoupli = {**choix[0], **{cle: v for cle, v in assoupli.items() if cle != "anyOf"}}
    elif choix:
        assoupli["anyOf"] = choix
    mots = assoupli.pop("enum", None) or ([assoupli.pop("const")] if "const" in assoupli else [])
    if mots:
        assoupli["enum"] = [*mots, *(int(mot) for mot in mots if str(mot).isdecimal())]
    return assoupli
