"""`telephone`: a phone number of France, overseas or abroad, stored in E.164."""

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, citer, comme_texte
from portal.domain.champs.declaration import Champ
from portal.domain.typographie import pluriel

# Their ten-digit numbers are dialled alike from all of France; no number belongs to two of them.
REGIONS = ("FR", "GP", "GF", "MQ", "RE", "YT")
CHIFFRES = 10


class TypeTelephone(TypeLigne):
    """Ten digits for France and its départements overseas, « + » and the country elsewhere."""

    nom = "telephone"
    clavier = "tel"
    remplissage = "tel"

    def widget(self, champ: Champ) -> str:
        return "telephone"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        numero = _valide(texte)
        if numero is None:
            raise SaisieInvalide(_explication(texte))
        return phonenumbers.format_number(numero, PhoneNumberFormat.E164)

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        return {} if json is None else {"": [formater_telephone(comme_texte(json))]}

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        return "" if json is None else formater_telephone(comme_texte(json))

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{4,14}$"}


def formater_telephone(e164: str) -> str:
    """Return « 06 12 34 56 78 » for France and its départements, « +32 2 123 45 67 » elsewhere."""
    numero = phonenumbers.parse(e164)
    national = phonenumbers.format_number(numero, PhoneNumberFormat.NATIONAL)
    if _valide(national) == numero:
        return str(national)
    international = phonenumbers.format_number(numero, PhoneNumberFormat.INTERNATIONAL)
    return str(international) if _valide(international) == numero else e164


def _valide(texte: str) -> PhoneNumber | None:
    for region in REGIONS:
        try:
            numero = phonenumbers.parse(texte, region)
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.is_valid_number(numero) and not numero.extension:
            # What was typed besides (leading zeros of Italy…) would make equal numbers differ.
            return phonenumbers.parse(phonenumbers.format_number(numero, PhoneNumberFormat.E164))
    return None


def _explication(texte: str) -> str:
    chiffres = sum(c.isdigit() for c in texte)
    if any(c.isalpha() for c in texte) or not chiffres:
        return f"{citer(texte)} n'est pas un numéro de téléphone. Écrivez par exemple 06 12 34 56 78."
    if texte.lstrip().startswith(("+", "00")):
        return f"Ce numéro étranger n'existe pas : vérifiez {citer(texte)}. Exemple : +32 470 12 34 56."
    if chiffres != CHIFFRES:
        combien = pluriel(chiffres, "chiffre")
        ailleurs = (
            " Hors de France, commencez par + et l'indicatif du pays." if chiffres < CHIFFRES - 1 else ""
        )
        return f"Ce numéro a {combien}, il en faut {CHIFFRES} : vérifiez {citer(texte)}.{ailleurs}"
    if not texte.lstrip("( ").startswith("0"):
        return f"Un numéro français commence par 0 : vérifiez {citer(texte)}."
    return f"Ce numéro n'est pas attribué en France : vérifiez {citer(texte)}."
