"""`annee`: a year, in four digits."""

import re
from decimal import Decimal

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, citer, comme_texte
from portal.domain.champs.declaration import Champ

PREMIERE = 1900
ANNEES_A_VENIR = 20


class TypeAnnee(TypeLigne):
    """A year from 1900 to twenty years ahead; tests see a number."""

    nom = "annee"
    tests = "nombre"
    clavier = "numeric"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        derniere = env.aujourd_hui.year + ANNEES_A_VENIR
        if not re.fullmatch(r"[0-9]{4}", texte):
            raise SaisieInvalide(
                f"{citer(texte)} n'est pas une année : il faut quatre chiffres, par exemple 2024."
            )
        if not PREMIERE <= int(texte) <= derniere:
            raise SaisieInvalide(
                f"L'année {texte} semble fausse : écrivez une année de {PREMIERE} à {derniere}."
            )
        return texte

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else Decimal(comme_texte(json))

    def litteral(self, champ: Champ, texte: str) -> object:
        if not re.fullmatch(r"[0-9]{4}", texte):
            raise ValueError(f"« {texte} » n'est pas une année : il faut quatre chiffres.")
        return Decimal(texte)

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[0-9]{4}$"}
