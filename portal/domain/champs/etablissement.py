"""`etablissement`: a school or a training centre, by its name and, when known, its UAI number."""

from typing import ClassVar

from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp, comme_texte, une_ligne
from portal.domain.champs.declaration import Champ
from portal.domain.uai import lire_uai


class TypeEtablissement(TypeChamp):
    """Stored {"nom", "uai"}; the number may stay empty: few candidates know it. Tests see number or name."""

    nom = "etablissement"
    parties: ClassVar[tuple[str, ...]] = ("nom", "uai")

    def widget(self, champ: Champ) -> str:
        return "etablissement"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        nom, numero = une_ligne(saisie, "nom"), une_ligne(saisie, "uai")
        if not nom and not numero:
            return None
        if not nom:
            raise SaisieInvalide("Indiquez aussi le nom de l'établissement.", "nom")
        return {"nom": nom, "uai": _uai(numero) if numero else ""}

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        if json is None:
            return {}
        nom, uai = _nom_et_uai(json)
        return {"nom": [nom], "uai": [uai] if uai else []}

    def valeur(self, champ: Champ, json: Json) -> object:
        if json is None:
            return None
        nom, uai = _nom_et_uai(json)
        return uai or nom

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        if json is None:
            return ""
        nom, uai = _nom_et_uai(json)
        return f"{nom} ({uai})" if uai else nom

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": {
                "nom": {"type": "string", "minLength": 1, "maxLength": 255},
                "uai": {"type": "string", "pattern": "^([0-9]{7}[A-Z])?$"},
            },
            "required": ["nom", "uai"],
            "additionalProperties": False,
        }


def _uai(numero: str) -> str:
    try:
        return lire_uai(numero)
    except SaisieInvalide as refus:
        raise SaisieInvalide(refus.message, "uai") from None


def _nom_et_uai(json: Json) -> tuple[str, str]:
    if not isinstance(json, dict):
        raise TypeError("stored établissement should be an object")
    return comme_texte(json["nom"]), comme_texte(json["uai"])
