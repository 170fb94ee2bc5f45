"""`courriel`: an e-mail address, checked by its form alone."""

from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne
from portal.domain.champs.declaration import Champ


class TypeCourriel(TypeLigne):
    """An address, stored under the one spelling that accounts use too."""

    nom = "courriel"
    clavier = "email"
    remplissage = "email"

    def widget(self, champ: Champ) -> str:
        return "courriel"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        try:
            return normaliser(texte)
        except AdresseInvalide as refus:
            raise SaisieInvalide(refus.phrase) from refus

    def litteral(self, champ: Champ, texte: str) -> object:
        return texte.lower()

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "format": "email"}
