"""`nationalite`: a nationality, stored under the ISO 3166 code of its country."""

from portal.domain.champs.base import Env, Saisie
from portal.domain.champs.declaration import Champ, Option
from portal.domain.champs.pays import TypePays


class TypeNationalite(TypePays):
    """Shown « Française », which comes first."""

    nom = "nationalite"
    remplissage = ""

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return tuple(Option(une.code, une.nom) for une in env.referentiel.nationalites)
