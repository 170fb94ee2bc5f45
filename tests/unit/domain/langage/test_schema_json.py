"""The schema given to editors accepts every file that we ship, and marks an unknown key."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.domain.langage.schema_json import schemas

RACINE = Path(__file__).parents[4]
FICHIERS = {
    "famille": sorted(RACINE.glob("plugins/**/famille.yaml")),
    "specialite": sorted(RACINE.glob("plugins/*/specialites/*.yaml")),
    "modele": sorted(RACINE.glob("exam_templates/*/*.yaml")),
}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}


class Controleur:
    """As much of JSON Schema as our schemas use."""

    def __init__(self, nom: str) -> None:
        self.schema = schemas()[nom]

    def fautes(self, valeur: Any, schema: dict[str, Any] | None = None, chemin: str = "") -> list[str]:
        schema = self.schema if schema is None else schema
        if "$ref" in schema:
            return self.fautes(valeur, self.schema["$defs"][schema["$ref"].rsplit("/", 1)[1]], chemin)
        if "anyOf" in schema:
            essais = [self.fautes(valeur, choix, chemin) for choix in schema["anyOf"]]
            return [] if [] in essais else min(essais, key=len)
        types = schema.get("type", list(TYPES))
        if not isinstance(valeur, tuple(_types([types] if isinstance(types, str) else types))):
            return [f"{chemin}: {types}"]
        if "enum" in schema and valeur not in schema["enum"]:
            return [f"{chemin}: {schema['enum']}"]
        if isinstance(valeur, list):
            items = schema.get("items", {})
            return [faute for un in valeur for faute in self.fautes(un, items, chemin)]
        return self._table(valeur, schema, chemin) if isinstance(valeur, dict) else []

    def _table(self, valeur: dict[str, Any], schema: dict[str, Any], chemin: str) -> list[str]:
        fautes = [f"{chemin}: {cle} manque" for cle in schema.get("required", ()) if cle not in valeur]
        proprietes, autres = schema.get("properties", {}), schema.get("additionalProperties", True)
        motif = next(iter(schema.get("patternProperties", {}).values()), None)
        for cle, dedans in valeur.items():
            suite = proprietes.get(cle, motif or (autres if isinstance(autres, dict) else None))
            if suite is not None:
                fautes += self.fautes(dedans, suite, f"{chemin}.{cle}")
            elif autres is False:
                fautes.append(f"{chemin}.{cle}")
        return fautes


def _types(noms: list[str]) -> list[type]:
    trouves: list[type] = []
    for nom in noms:
        genre = TYPES[nom]
        trouves.extend(genre if isinstance(genre, tuple) else (genre,))
    return trouves


@pytest.mark.parametrize(
    ("nom", "fichier"), [(nom, f) for nom, fichiers in FICHIERS.items() for f in fichiers], ids=str
)
def test_un_fichier_livre_convient_au_schema(nom: str, fichier: Path) -> None:
    lu = yaml.load(fichier.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert Controleur(nom).fautes(lu) == []


@pytest.mark.parametrize("cle", ["sesion", "frai", "plusieurs", "seances", "fiche_seance"])
def test_une_cle_inconnue_ne_convient_pas(cle: str) -> None:
    lu = yaml.load(FICHIERS["modele"][0].read_text("utf-8"), Loader=yaml.BaseLoader)
    assert Controleur("modele").fautes(lu | {cle: "x"}) == [f".{cle}"]


def test_rien_de_ce_qui_corrige_la_famille_n_est_obligatoire_dans_un_modele() -> None:
    base = {"famille": "cs", "academie": "paris", "session": 2026,
            "calendrier": {"inscription": {"du": "01/01/2026", "au": "31/01/2026"}}}  # fmt: skip
    assert Controleur("modele").fautes(
        base | {"pieces": {"identite": {"aide": "Autre."}}, "regles": {"domicile": {"message": "Autre."}},
                "epreuves": ["E1"], "onglets": {"a": {"champs": {"b": {"juste_apres": "c"}}}}}
    ) == []  # fmt: skip


def test_les_nombres_et_les_dates_d_un_editeur_conviennent() -> None:
    lu = {"famille": "cs", "academie": "paris", "session": 2026, "specialites": [10],
          "calendrier": {"inscription": {"du": "01/01/2026", "au": 20260131}}}  # fmt: skip
    assert Controleur("modele").fautes(lu) == []
