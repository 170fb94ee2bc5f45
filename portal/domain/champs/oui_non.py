"""`oui_non`: a question answered by yes or no."""

from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp, comme_texte, une_ligne
from portal.domain.champs.declaration import Champ, Option

OUI_NON = (Option("oui", "Oui"), Option("non", "Non"))


class TypeOuiNon(TypeChamp):
    """Stored « oui » or « non »; tests see a boolean."""

    nom = "oui_non"
    tests = "oui_non"

    def widget(self, champ: Champ) -> str:
        return "oui_non"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return OUI_NON

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        texte = une_ligne(saisie).lower()
        if texte not in ("", "oui", "non"):
            raise SaisieInvalide("Répondez par oui ou par non.")
        return texte or None

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else comme_texte(json) == "oui"

    def litteral(self, champ: Champ, texte: str) -> object:
        if texte not in ("oui", "non"):
            raise ValueError(f"« {texte} » n'est pas une réponse possible : écrivez oui ou non.")
        return texte == "oui"

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else comme_texte(json).capitalize()

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"enum": ["oui", "non"]}
