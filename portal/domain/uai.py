"""The national number of a school (UAI, once RNE): seven digits and a key letter."""

import re

from portal.domain.saisie_invalide import SaisieInvalide, citer

# The key is the remainder of the seven digits by 23, written with the alphabet without I, O and Q.
# Checked with 0783371R, the number printed in the guide of the generic portal.
LETTRES = "ABCDEFGHJKLMNPRSTUVWXYZ"


def lire_uai(texte: str) -> str:
    """Return « 0783371R » for a number typed with spaces or in small letters. Raises SaisieInvalide."""
    uai = re.sub(r"[\s.-]", "", texte).upper()
    if not re.fullmatch(r"[0-9]{7}[A-Z]", uai):
        raise SaisieInvalide(
            f"{citer(texte)} n'est pas un numéro d'établissement : sept chiffres puis une lettre, "
            "par exemple 0783371R."
        )
    if uai[7] != cle(uai[:7]):
        raise SaisieInvalide(
            f"Le numéro {uai} contient une erreur : sa lettre ne correspond pas à ses chiffres."
        )
    return uai


def cle(chiffres: str) -> str:
    """Return the key letter of the seven digits."""
    return LETTRES[int(chiffres) % len(LETTRES)]
