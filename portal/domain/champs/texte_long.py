"""`texte_long`: a free answer of several lines."""

from portal.domain.champs.base import Env, Json, Saisie, TypeChamp, une_valeur
from portal.domain.champs.declaration import Champ
from portal.domain.texte_saisi import LONGUEUR_TEXTE, lire_paragraphes


class TypeTexteLong(TypeChamp):
    """A text of 4 000 characters, or of `longueur`; lines and emoji are kept."""

    nom = "texte_long"

    def widget(self, champ: Champ) -> str:
        return "texte_long"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        return lire_paragraphes(une_valeur(saisie), champ.longueur or LONGUEUR_TEXTE) or None

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "minLength": 1, "maxLength": champ.longueur or LONGUEUR_TEXTE}
