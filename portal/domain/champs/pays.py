"""`pays`: a country, stored under its ISO 3166 code of two letters."""

import re

from portal.domain.champs.base import Env, Json, Saisie
from portal.domain.champs.choix import ParmiOptions
from portal.domain.champs.declaration import Champ, Option

_ISO = re.compile(r"[A-Z]{2}")


class TypePays(ParmiOptions):
    """FRANCE (DONT OUTRE-MER) comes first."""

    nom = "pays"
    remplissage = "country"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return tuple(Option(un.code, un.nom) for un in env.referentiel.pays)

    def litteral(self, champ: Champ, texte: str) -> object:
        if not _ISO.fullmatch(texte):
            raise ValueError(f"« {texte} » n'est pas un code de pays : deux capitales, par exemple FR ou BE.")
        return texte

    def schema_code(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": "^[A-Z]{2}$"}
