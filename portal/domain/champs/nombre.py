"""`nombre`: a number, whole or decimal, stored as a decimal string so that no digit is lost."""

import re
from decimal import Decimal

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, citer, comme_texte
from portal.domain.champs.declaration import Champ
from portal.domain.typographie import INSECABLE

CHIFFRES_ENTIERS = 12
_NOMBRE = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?")
# Spaces between thousands only: « 1 250 » is a number, « 12 50 » is probably two.
_MILLIERS = re.compile(r"(?<![0-9.,])[+-]?[0-9]{1,3}( [0-9]{3})+(?![0-9 ])")


class TypeNombre(TypeLigne):
    """A number of at most 12 digits before the comma and 6 after."""

    nom = "nombre"
    tests = "nombre"
    clavier = "decimal"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        return ecrire_decimal(lire_decimal(texte, decimales=6, exemple="12 ou 12,5"))

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else Decimal(comme_texte(json))

    def litteral(self, champ: Champ, texte: str) -> object:
        try:
            return lire_decimal(texte, decimales=6, exemple="12 ou 12,5")
        except SaisieInvalide as refus:
            raise ValueError(refus.message) from refus

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        return {} if json is None else {"": [comme_texte(json).replace(".", ",")]}

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else formater_decimal(Decimal(comme_texte(json)))

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}


def lire_decimal(texte: str, decimales: int, exemple: str) -> Decimal:
    """Return the number written with a comma or a point, thousands apart or not. Raises SaisieInvalide."""
    compact = _MILLIERS.sub(lambda trouve: trouve[0].replace(" ", ""), texte.replace("\N{MINUS SIGN}", "-"))
    trouve = _NOMBRE.fullmatch(compact)
    if trouve is None:
        raise SaisieInvalide(f"{citer(texte)} n'est pas un nombre. Écrivez par exemple {exemple}.")
    entiers, apres = trouve[2].lstrip("0") or "0", (trouve[3] or "").rstrip("0")
    if len(entiers) > CHIFFRES_ENTIERS:
        raise SaisieInvalide(f"Ce nombre a {len(entiers)} chiffres : {CHIFFRES_ENTIERS} au plus.")
    if len(apres) > decimales:
        raise SaisieInvalide(f"Ce nombre a trop de chiffres après la virgule : {decimales} au plus.")
    lu = Decimal(f"{entiers}.{apres or 0}")
    return -lu if trouve[1] == "-" and lu else lu


def ecrire_decimal(nombre: Decimal) -> str:
    """Return the stored form: « 1250 », « 12.5 », without exponent or useless zeros."""
    ecrit = format(nombre, "f")
    return ecrit.rstrip("0").rstrip(".") if "." in ecrit else ecrit


def formater_decimal(nombre: Decimal) -> str:
    """Return « 1 250,5 », with no-break spaces between thousands from 1 000."""
    entiers, _, apres = ecrire_decimal(nombre).partition(".")
    groupe = f"{int(entiers):,}".replace(",", INSECABLE)
    signe = "-" if nombre < 0 and not groupe.startswith("-") else ""
    return f"{signe}{groupe},{apres}" if apres else signe + groupe
