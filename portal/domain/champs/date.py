"""`date`: a day, typed as French people write it, stored as ISO 8601."""

from datetime import date

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, comme_texte
from portal.domain.champs.declaration import Champ
from portal.domain.date_saisie import lire_date

PREMIERE_ANNEE = 1900
ANNEES_A_VENIR = 20


class TypeDate(TypeLigne):
    """A day from 1900 to twenty years ahead: « 19/11/2025 », « 1er février 2001 », « 2025-11-19 »."""

    nom = "date"
    tests = "date"
    clavier = "numeric"

    def widget(self, champ: Champ) -> str:
        return "date"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        jour = lire_date(texte)
        derniere = env.aujourd_hui.year + ANNEES_A_VENIR
        if not PREMIERE_ANNEE <= jour.year <= derniere:
            raise SaisieInvalide(
                f"L'année {jour.year:04} semble fausse : écrivez une année de {PREMIERE_ANNEE} à {derniere}."
            )
        return jour.isoformat()

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else date.fromisoformat(comme_texte(json))

    def litteral(self, champ: Champ, texte: str) -> object:
        try:
            return lire_date(texte)
        except SaisieInvalide as refus:
            raise ValueError(refus.message) from refus

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        return {} if json is None else {"": [_jour(json)]}

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else _jour(json)

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "format": "date"}


def _jour(json: Json) -> str:
    return date.fromisoformat(comme_texte(json)).strftime("%d/%m/%Y")
