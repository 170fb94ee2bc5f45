"""`texte`: a short free answer, on one line."""

from portal.domain.champs.base import Env, Json, TypeLigne
from portal.domain.champs.declaration import Champ
from portal.domain.texte_saisi import LONGUEUR_LIGNE, lire_ligne


class TypeTexte(TypeLigne):
    """A line of 255 characters, or of `longueur`."""

    nom = "texte"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        return lire_ligne(texte, champ.longueur or LONGUEUR_LIGNE)

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "minLength": 1, "maxLength": champ.longueur or LONGUEUR_LIGNE}
