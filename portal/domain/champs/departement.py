"""`departement`: a département, DOM or COM, stored under its short code « 63 », « 2A », « 971 »."""

import re

from portal.domain.champs.base import Env, Json, Saisie
from portal.domain.champs.choix import ParmiOptions, codes_choisis
from portal.domain.champs.declaration import Champ, Option
from portal.domain.lieu_de_naissance import CORSE
from portal.domain.referentiel import CORSE_AVANT_1976, code_departement

_CODE = re.compile(r"(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[46789])")


class TypeDepartement(ParmiOptions):
    """Shown « 062 - PAS DE CALAIS ». The three-character form, which accounts keep, is understood too."""

    nom = "departement"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return tuple(Option(un.code, un.intitule) for un in env.referentiel.departements)

    def valeur(self, champ: Champ, json: Json) -> object:
        if json is None:
            return None
        codes = tuple(code_departement(code) for code in codes_choisis(json))
        return codes if champ.choisir else codes[0]

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else ", ".join(_intitule(code, env) for code in codes_choisis(json))

    def _connu(self, code: str, options: tuple[Option, ...]) -> str:
        return super()._connu(code_departement(code), options)

    def litteral(self, champ: Champ, texte: str) -> object:
        code = code_departement(texte)
        if not _CODE.fullmatch(code) or code == "20":
            raise ValueError(f"« {texte} » n'est pas un département. Écrivez par exemple 63, 2A ou 971.")
        return code

    def schema_code(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_CODE.pattern}$"}


def _intitule(code: str, env: Env) -> str:
    """Return the label of a code, of the former Corsica too: births before 1976 keep it."""
    if code_departement(code) == CORSE_AVANT_1976:
        return CORSE.intitule
    departement = env.referentiel.departement(code)
    return departement.intitule if departement else code
