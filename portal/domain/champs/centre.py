"""`centre`: one of the centres d'épreuves of the modèle, chosen after the épreuves."""

from portal.domain.champs.base import (
    Env,
    Json,
    Saisie,
    SaisieInvalide,
    TypeChamp,
    comme_texte,
    une_ligne,
)
from portal.domain.champs.declaration import Champ


class TypeCentre(TypeChamp):
    """Stored by its code. Whether it organises what is asked for is told where the épreuves are known."""

    nom = "centre"
    tests = "choix"

    def widget(self, champ: Champ) -> str:
        return "centre"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        code = une_ligne(saisie)
        if not code:
            return None
        if env.centres.centre(code) is None:
            raise SaisieInvalide("Choisissez l'un des centres proposés.")
        return code

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        if json is None:
            return ""
        centre = env.centres.centre(comme_texte(json))
        return centre.situe if centre else comme_texte(json)
