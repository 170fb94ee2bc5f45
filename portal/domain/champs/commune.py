"""`commune`: a postal code of France and one of its communes, which must belong together."""

import re
from typing import ClassVar

from portal.domain.champs.base import (
    Env,
    Json,
    Saisie,
    SaisieInvalide,
    TypeChamp,
    citer,
    comme_texte,
    une_ligne,
)
from portal.domain.champs.declaration import Champ, Option
from portal.domain.referentiel import Commune, nom_comparable
from portal.domain.typographie import pluriel

CITEES_AU_PLUS = 5


class TypeCommune(TypeChamp):
    """Stored {"code_postal", "commune" (INSEE code), "nom"}; tests see the INSEE code.

    The part « commune » takes an INSEE code, as a list gives it, or a name as people type it. Left empty, it
    is found when the postal code has a single commune.
    """

    nom = "commune"
    parties: ClassVar[tuple[str, ...]] = ("code_postal", "commune")
    clavier = "numeric"
    remplissage = "postal-code"

    def widget(self, champ: Champ) -> str:
        return "commune"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        """Return the communes of the postal code typed so far."""
        try:
            code_postal = _compact(une_ligne(saisie or {}, "code_postal"))
        except SaisieInvalide:
            return ()
        return tuple(Option(une.code, une.nom) for une in env.referentiel.communes_de(code_postal))

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        code_postal = _compact(une_ligne(saisie, "code_postal"))
        nom = une_ligne(saisie, "commune")
        if not code_postal and not nom:
            return None
        possibles = _communes(code_postal, env)
        commune = _choisie(nom, code_postal, possibles, env) if nom else _seule(code_postal, possibles)
        return {"code_postal": code_postal, "commune": commune.code, "nom": commune.nom}

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        if json is None:
            return {}
        return {partie: [_partie(json, partie)] for partie in self.parties}

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else _partie(json, "commune")

    def litteral(self, champ: Champ, texte: str) -> object:
        if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", texte):
            raise ValueError(f"« {texte} » n'est pas le code INSEE d'une commune, par exemple 63113.")
        return texte

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else f"{_partie(json, 'code_postal')} {_partie(json, 'nom')}"

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": {
                "code_postal": {"type": "string", "pattern": "^[0-9]{5}$"},
                "commune": {"type": "string", "pattern": "^[0-9][0-9AB][0-9]{3}$"},
                "nom": {"type": "string"},
            },
            "required": ["code_postal", "commune", "nom"],
            "additionalProperties": False,
        }


def _compact(texte: str) -> str:
    return texte.replace(" ", "")


def _communes(code_postal: str, env: Env) -> tuple[Commune, ...]:
    """Return the communes of a postal code. Raises SaisieInvalide when it is none."""
    if not code_postal:
        raise SaisieInvalide("Indiquez aussi le code postal.", "code_postal")
    if not re.fullmatch(r"[0-9]{5}", code_postal):
        chiffres = sum(c in "0123456789" for c in code_postal)
        detail = f" Celui-ci en a {chiffres}." if chiffres == len(code_postal) else ""
        raise SaisieInvalide(f"Un code postal français a cinq chiffres.{detail}", "code_postal")
    possibles = env.referentiel.communes_de(code_postal)
    if not possibles:
        raise SaisieInvalide(
            f"Le code postal {code_postal} n'existe pas. "
            "Si le vôtre finit par CEDEX, donnez celui de la commune, sans CEDEX.",
            "code_postal",
        )
    return possibles


def _seule(code_postal: str, possibles: tuple[Commune, ...]) -> Commune:
    if len(possibles) == 1:
        return possibles[0]
    raise SaisieInvalide(
        f"Le code postal {code_postal} est celui de {pluriel(len(possibles), 'commune')} "
        f"({_quelques_noms(possibles)}) : choisissez la vôtre.",
        "commune",
    )


def _choisie(saisie: str, code_postal: str, possibles: tuple[Commune, ...], env: Env) -> Commune:
    cherche = nom_comparable(saisie)
    for commune in possibles:
        if saisie == commune.code or cherche == nom_comparable(commune.nom):
            return commune
    ailleurs = env.referentiel.commune(saisie)
    nom = citer(ailleurs.nom if ailleurs else saisie)
    raise SaisieInvalide(
        f"La commune {nom} n'a pas le code postal {code_postal} : "
        f"avec ce code postal, il y a {_quelques_noms(possibles)}.",
        "commune",
    )


def _quelques_noms(communes: tuple[Commune, ...]) -> str:
    noms = [commune.nom for commune in communes[:CITEES_AU_PLUS]]
    return ", ".join(noms) + ("…" if len(communes) > CITEES_AU_PLUS else "")


def _partie(json: Json, partie: str) -> str:
    if not isinstance(json, dict):
        raise TypeError("stored commune should be an object")
    return comme_texte(json[partie])
