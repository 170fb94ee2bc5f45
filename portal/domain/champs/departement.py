"""`departement`: a département, DOM or COM, stored under its short code « 63 », « 2A », « 971 »."""

import re

from portal.domain.champs.base import Env, Json, Saisie
from portal.domain.champs.choix import ParmiOptions
from portal.domain.champs.declaration import Champ, Option
from portal.domain.referentiel import code_departement

_CODE = re.compile(r"(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[46789])")


class TypeDepartement(ParmiOptions):
    """Shown « 062 - PAS DE CALAIS »."""

    nom = "departement"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return tuple(Option(un.code, un.intitule) for un in env.referentiel.departements)

    def litteral(self, champ: Champ, texte: str) -> object:
        code = code_departement(texte)
        if not _CODE.fullmatch(code) or code == "20":
            raise ValueError(f"« {texte} » n'est pas un département. Écrivez par exemple 63, 2A ou 971.")
        return code

    def schema_code(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{_CODE.pattern}$"}
