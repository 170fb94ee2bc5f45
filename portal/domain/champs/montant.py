"""`montant`: an amount in euros, stored as a decimal string with two decimals."""

import re
from decimal import Decimal

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, comme_texte
from portal.domain.champs.declaration import Champ
from portal.domain.champs.nombre import formater_decimal, lire_decimal
from portal.domain.typographie import INSECABLE

_EUROS = re.compile(r"\s*(€|eur|euros?)$", re.IGNORECASE)


class TypeMontant(TypeLigne):
    """A positive amount: « 38,50 € », « 38.5 », « 1 250 euros »."""

    nom = "montant"
    tests = "nombre"
    clavier = "decimal"

    def widget(self, champ: Champ) -> str:
        return "montant"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        return format(lire_montant(texte), ".2f")

    def valeur(self, champ: Champ, json: Json) -> object:
        return None if json is None else Decimal(comme_texte(json))

    def litteral(self, champ: Champ, texte: str) -> object:
        try:
            return lire_montant(texte)
        except SaisieInvalide as refus:
            raise ValueError(refus.message) from refus

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        return {} if json is None else {"": [comme_texte(json).replace(".", ",")]}

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else formater_montant(Decimal(comme_texte(json)))

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^[0-9]{1,12}\.[0-9]{2}$"}


def lire_montant(texte: str) -> Decimal:
    """Return the amount in euros. Raises SaisieInvalide when it is negative or has more than two decimals."""
    montant = lire_decimal(_EUROS.sub("", texte), decimales=2, exemple="38,50")
    if montant < 0:
        raise SaisieInvalide("Un montant ne peut pas être négatif.")
    return montant.quantize(Decimal("0.01"))


def formater_montant(montant: Decimal) -> str:
    """Return « 38,50 € », and « 50 € » when there are no cents."""
    entier = montant == montant.to_integral_value()
    ecrit = formater_decimal(montant.to_integral_value()) if entier else formater_decimal(montant)
    if not entier and len(ecrit.partition(",")[2]) == 1:
        ecrit += "0"
    return f"{ecrit}{INSECABLE}€"
