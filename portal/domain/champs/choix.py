"""`choix`: one of the options of the field, or several where `choisir` is given.

`ParmiOptions` is shared by every type whose answer is a code taken from a list.
"""

from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp, comme_texte, une_valeur
from portal.domain.champs.declaration import Champ, Nombre, Option
from portal.domain.saisie_invalide import citer
from portal.domain.typographie import pluriel

RADIOS_AU_PLUS = 7


class ParmiOptions(TypeChamp):
    """A code of a list, stored as a string, or as a list of strings where `choisir` is given."""

    tests = "choix"

    def genre_de_test(self, champ: Champ) -> str:
        return "plusieurs" if champ.choisir else "choix"

    def widget(self, champ: Champ) -> str:
        return "cases" if champ.choisir else "liste"

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        if champ.choisir is None:
            code = une_valeur(saisie).strip()
            return self._connu(code, self.options(champ, env)) if code else None
        codes = [code.strip() for code in saisie.get("", ()) if code.strip()]
        return self._plusieurs(champ, codes, env) if codes else None

    def _plusieurs(self, champ: Champ, codes: list[str], env: Env) -> Json:
        """Return the codes once each, in the order of the list, so that ticking order changes nothing."""
        options = self.options(champ, env)
        choisis = {self._connu(code, options) for code in codes}
        _verifier_nombre(len(choisis), champ.choisir or Nombre())
        return [option.code for option in options if option.code in choisis]

    def _connu(self, code: str, options: tuple[Option, ...]) -> str:
        if all(option.code != code for option in options):
            raise SaisieInvalide(f"{citer(code)} n'est pas une réponse proposée : choisissez dans la liste.")
        return code

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        return {} if json is None else {"": list(codes_choisis(json))}

    def valeur(self, champ: Champ, json: Json) -> object:
        if json is None:
            return None
        return codes_choisis(json) if champ.choisir else comme_texte(json)

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        """Return the labels; the code itself when the list no longer holds it."""
        if json is None:
            return ""
        intitules = {option.code: option.intitule for option in self.options(champ, env)}
        return ", ".join(intitules.get(code, code) for code in codes_choisis(json))

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return _liste(self.schema_code(champ), champ.choisir) if champ.choisir else self.schema_code(champ)

    def schema_code(self, champ: Champ) -> dict[str, Json]:
        """Return the JSON Schema of one code."""
        return {"type": "string", "minLength": 1}


class TypeChoix(ParmiOptions):
    """One or several of the options written in the modèle."""

    nom = "choix"

    def widget(self, champ: Champ) -> str:
        if champ.choisir:
            return "cases"
        return "radios" if len(champ.options) <= RADIOS_AU_PLUS else "liste"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        return champ.options

    def litteral(self, champ: Champ, texte: str) -> object:
        codes = [option.code for option in champ.options]
        if texte not in codes:
            possibles = ", ".join(codes)
            raise ValueError(
                f"« {texte} » n'est pas une réponse de {champ.code}. Réponses possibles : {possibles}."
            )
        return texte

    def schema_code(self, champ: Champ) -> dict[str, Json]:
        return {"enum": [option.code for option in champ.options]}


def codes_choisis(json: Json) -> tuple[str, ...]:
    """Return the codes of a stored answer, whether it holds one or several."""
    return tuple(comme_texte(code) for code in json) if isinstance(json, list) else (comme_texte(json),)


def _verifier_nombre(combien: int, attendu: Nombre) -> None:
    if attendu.accepte(combien):
        return
    if attendu.au_plus == attendu.au_moins:
        regle = f"Choisissez exactement {pluriel(attendu.au_moins, 'réponse')}"
    elif combien < attendu.au_moins:
        regle = f"Choisissez au moins {pluriel(attendu.au_moins, 'réponse')}"
    else:
        regle = f"Choisissez au plus {pluriel(attendu.au_plus or 0, 'réponse')}"
    raise SaisieInvalide(f"{regle} : vous en avez coché {combien}.")


def _liste(code: dict[str, Json], choisir: Nombre) -> dict[str, Json]:
    schema: dict[str, Json] = {
        "type": "array",
        "items": code,
        "uniqueItems": True,
        "minItems": choisir.au_moins,
    }
    return schema if choisir.au_plus is None else {**schema, "maxItems": choisir.au_plus}
