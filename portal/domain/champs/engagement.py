"""`declaration`: a sentence on one's honour, with a box to tick."""

from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp, une_ligne
from portal.domain.champs.declaration import Champ, Option

COCHEE = Option("oui", "Je le déclare")


class TypeDeclaration(TypeChamp):
    """Stored « oui » when ticked; not ticked is no answer at all, so that a required one is asked for."""

    nom = "declaration"
    tests = "oui_non"

    def widget(self, champ: Champ) -> str:
        return "declaration"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return champ.options or (COCHEE,)

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        texte = une_ligne(saisie)
        if texte not in ("", "oui"):
            raise SaisieInvalide("Cochez la case pour faire cette déclaration.")
        return texte or None

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else True

    def litteral(self, champ: Champ, texte: str) -> object:
        if texte not in ("oui", "non"):
            raise ValueError(f"« {texte} » n'est pas une réponse possible : écrivez oui ou non.")
        return texte == "oui"

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else "Oui"

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"const": "oui"}
