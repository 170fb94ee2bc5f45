"""`duree`: how long something lasted or lasts."""

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, comme_texte
from portal.domain.champs.declaration import Champ
from portal.domain.duree import lire_duree


class TypeDuree(TypeLigne):
    """Stored in its French writing: « 3 ans », « 1 an 6 mois », « 2 h 30 »."""

    nom = "duree"
    tests = "nombre"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        return str(lire_duree(texte))

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else lire_duree(comme_texte(json))

    def litteral(self, champ: Champ, texte: str) -> object:
        try:
            return lire_duree(texte)
        except SaisieInvalide as refus:
            raise ValueError(refus.message) from refus
