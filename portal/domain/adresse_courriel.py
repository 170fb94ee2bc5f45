"""The e-mail address as an identifier: two ways to write the same mailbox are one account."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from portal.domain.refus import Refus

LONGUEUR_MAXIMALE = 254  # RFC 5321, 4.5.3.1.3: a path has 256 characters, "<" and ">" included


class AdresseInvalide(Refus):
    """What was typed cannot be an e-mail address."""


def normaliser(saisie: str) -> str:
    """Return the one spelling under which an address is stored and compared.

    In: what the person typed. Out: lower case, NFC, domain in its ASCII (IDNA) form.
    The local part is lowered too although RFC 5321 lets hosts tell case apart: none of those that
    candidates use does, and « Jean@… » typed on a phone must find the account of « jean@… ».
    Raises AdresseInvalide, with the sentence to show at the field.
    """
    adresse = unicodedata.normalize("NFC", saisie).strip()
    if len(adresse) > LONGUEUR_MAXIMALE:
        raise AdresseInvalide(f"Cette adresse est trop longue : {LONGUEUR_MAXIMALE} caractères au plus.")
    try:
        lue = validate_email(adresse, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as erreur:
        raise AdresseInvalide(_phrase(adresse)) from erreur
    return f"{lue.local_part}@{lue.ascii_domain}".lower()


def _phrase(adresse: str) -> str:
    if "@" not in adresse:
        return "Il manque « @ » dans cette adresse. Exemple : nom.prenom@domaine.fr"
    if not adresse.rpartition("@")[0].isascii():
        return "L'adresse ne peut avoir ni accent ni caractère spécial avant « @ »."
    return "Cette adresse mail n'existe pas sous cette forme. Exemple : nom.prenom@domaine.fr"
