"""`information`: a text between the questions; nothing is asked."""

from typing import ClassVar

from portal.domain.champs.base import Env, Json, Saisie, TypeChamp
from portal.domain.champs.declaration import Champ


class TypeInformation(TypeChamp):
    """Never an answer, never a test."""

    nom = "information"
    tests = "aucun"
    parties: ClassVar[tuple[str, ...]] = ()

    def widget(self, champ: Champ) -> str:
        return "information"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        return None

    def litteral(self, champ: Champ, texte: str) -> object:
        raise ValueError(f"« {champ.code} » est une information : elle n'a pas de réponse à tester.")

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "null"}
