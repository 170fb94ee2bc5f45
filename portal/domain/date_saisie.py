"""Reading a day as it is typed in France, and saying what is wrong with it."""

import re
from calendar import isleap, monthrange
from datetime import date

from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import lire_ligne, sans_accents

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_NUMEROS = {sans_accents(mois): numero for numero, mois in enumerate(MOIS, 1)}
_FRANCAISE = re.compile(r"([0-9]{1,2})\s*[/.\- ]\s*([0-9]{1,2})\s*[/.\- ]\s*([0-9]{2,4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_COMPACTE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_EN_LETTRES = re.compile(r"(?:[A-Z]+ )?([0-9]{1,2})(?:ER)? ([A-Z]+) ([0-9]{4})")


def lire_date(texte: str) -> date:
    """Return the day written « 19/11/2025 », « 1/2/2001 », « 2025-11-19 » or « 1er février 2001 ».

    Raises SaisieInvalide with a sentence that says what does not exist or what is missing.
    """
    jour, mois, annee = _morceaux(lire_ligne(texte))
    if len(annee) != 4:
        raise SaisieInvalide(f"Écrivez l'année avec quatre chiffres : {citer(texte)} n'est pas clair.")
    return _jour_existant(int(jour), int(mois), int(annee))


def _morceaux(texte: str) -> tuple[str, str, str]:
    if trouve := _ISO.fullmatch(texte):
        return trouve[3], trouve[2], trouve[1]
    if trouve := _FRANCAISE.fullmatch(texte) or _COMPACTE.fullmatch(texte):
        return trouve[1], trouve[2], trouve[3]
    if trouve := _EN_LETTRES.fullmatch(sans_accents(texte)):
        return trouve[1], str(_numero_du_mois(trouve[2])), trouve[3]
    raise SaisieInvalide(
        f"{citer(texte)} n'est pas une date. Écrivez le jour, le mois et l'année, par exemple 30/05/1998."
    )


def _numero_du_mois(nom: str) -> int:
    if nom not in _NUMEROS:
        raise SaisieInvalide(f"{citer(nom.lower())} n'est pas un mois. Écrivez par exemple 30/05/1998.")
    return _NUMEROS[nom]


def _jour_existant(jour: int, mois: int, annee: int) -> date:
    if not 1 <= mois <= 12:
        inverse = " Écrivez d'abord le jour, puis le mois." if 1 <= jour <= 12 and mois <= 31 else ""
        raise SaisieInvalide(f"Il n'y a pas de mois {mois} : les mois vont de 1 à 12.{inverse}")
    if annee == 0:
        raise SaisieInvalide("L'année 0000 n'existe pas.")
    dernier = monthrange(annee, mois)[1]
    if 1 <= jour <= dernier:
        return date(annee, mois, jour)
    if (jour, mois) == (29, 2) and not isleap(annee):
        raise SaisieInvalide(f"Le 29 février {annee} n'existe pas : en {annee}, février a 28 jours.")
    if not 1 <= jour <= 31:
        raise SaisieInvalide(
            f"Il n'y a pas de jour {jour} : les jours vont de 1 à {dernier} en {MOIS[mois - 1]}."
        )
    raise SaisieInvalide(f"Le {jour} {MOIS[mois - 1]} n'existe pas : ce mois a {dernier} jours.")
