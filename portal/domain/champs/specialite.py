"""`specialite`: one of the spécialités that the modèle opens."""

from portal.domain.champs.base import Env, Saisie
from portal.domain.champs.choix import RADIOS_AU_PLUS, ParmiOptions
from portal.domain.champs.declaration import Champ, Option


class TypeSpecialite(ParmiOptions):
    """The options come from `env.specialites`, unless the field was given its own (a filtered list)."""

    nom = "specialite"

    def widget(self, champ: Champ) -> str:
        if champ.choisir:
            return "cases"
        return "radios" if 0 < len(champ.options) <= RADIOS_AU_PLUS else "liste"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return champ.options or tuple(Option(code, intitule) for code, intitule in env.specialites)
