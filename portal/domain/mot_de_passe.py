"""What a password must be: the rules of the chosen profile, and the passwords that everybody tries.

Pure: the list of common passwords is given (`portal.adapters.mots_de_passe_courants`).
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass

from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais

# What is left besides a common or personal word must at least be as long as the shortest password.
RESTE_AU_MOINS = 8
LETTRES_D_UN_MOT = 4
CARACTERES_DIFFERENTS = 5
MOTS_DU_PORTAIL = ("portail", "academie", "rectorat", "examen", "inscription", "candidat", "education")
_LEET = str.maketrans("@4301!5$7", "aaeoiisst")


@dataclass(frozen=True, slots=True)
class Profil:
    """`composition`: a lower-case letter, a capital and a special character are asked for."""

    nom: str
    au_moins: int
    au_plus: int
    composition: bool

    @property
    def aide(self) -> str:
        """Return the rule, as written under the field."""
        longueur = f"{self.au_moins} à {self.au_plus} caractères"
        if not self.composition:
            return f"{longueur}. Une phrase de plusieurs mots est facile à retenir."
        return f"{longueur} dont majuscule, minuscule et caractère spécial (ex : . / ! * etc...)"


# « cyclades » is the rule of the guides (002 §3); « long » that of the CNIL without composition (2022-10).
PROFILS = {
    "cyclades": Profil("cyclades", 8, 20, composition=True),
    "long": Profil("long", 12, 128, composition=False),
}


def manques(
    mot_de_passe: str, profil: Profil, contexte: Iterable[str] = (), courants: Container[str] = ()
) -> list[str]:
    """Return the rules that a password breaks, in French sentences; [] when it is good.

    `contexte`: what others know of the person (e-mail, names). `courants`: common passwords in small letters.
    """
    texte = unicodedata.normalize("NFC", mot_de_passe)
    phrases = [*_longueur(texte, profil), *_composition(texte, profil)]
    if _est_courant(texte, courants):
        phrases.append("Ce mot de passe est trop connu : il fait partie des premiers que l'on essaie.")
    if _contient_contexte(texte, contexte):
        phrases.append("Il ne doit contenir ni votre nom, ni votre adresse mail, ni le nom du portail.")
    if len(texte) >= profil.au_moins and len(set(texte.lower())) < CARACTERES_DIFFERENTS:
        phrases.append(f"Il faut au moins {CARACTERES_DIFFERENTS} caractères différents.")
    return [francais(phrase) for phrase in phrases]


def _longueur(texte: str, profil: Profil) -> list[str]:
    if len(texte) < profil.au_moins:
        return [f"Il faut au moins {profil.au_moins} caractères : il y en a {len(texte)}."]
    if len(texte) > profil.au_plus:
        return [f"Il faut au plus {profil.au_plus} caractères : il y en a {len(texte)}."]
    return []


def _composition(texte: str, profil: Profil) -> list[str]:
    if not profil.composition:
        return []
    regles = {
        "Il manque une lettre minuscule.": any(c.islower() for c in texte),
        "Il manque une lettre majuscule.": any(c.isupper() for c in texte),
        "Il manque un caractère spécial, par exemple . / ! ou *.": any(_est_special(c) for c in texte),
    }
    return [phrase for phrase, respectee in regles.items() if not respectee]


def _est_special(caractere: str) -> bool:
    return unicodedata.category(caractere)[0] in "PS"


def _est_courant(texte: str, courants: Container[str]) -> bool:
    """« Password1! » is « password » with what every rule asks for: only its core counts."""
    minuscules = texte.lower()
    formes = {minuscules, minuscules.translate(_LEET)}
    formes |= {re.sub(r"^[\W\d_]+|[\W\d_]+$", "", forme) for forme in formes}
    return any(forme in courants for forme in formes if forme and len(texte) - len(forme) < RESTE_AU_MOINS)


def _contient_contexte(texte: str, contexte: Iterable[str]) -> bool:
    """A personal word is refused anywhere, a word of the portail when little else is left."""
    aplati = _aplatir(texte)
    if any(mot in aplati for mot in _mots(contexte)):
        return True
    return any(mot in aplati and len(aplati) - len(mot) < RESTE_AU_MOINS for mot in MOTS_DU_PORTAIL)


def _mots(contexte: Iterable[str]) -> set[str]:
    """Return the words of names and addresses that are long enough to be recognised."""
    mots = {mot for texte in contexte for mot in re.split(r"[^a-z0-9]+", _aplatir(texte, " "))}
    return {mot for mot in mots if len(mot) >= LETTRES_D_UN_MOT}


def _aplatir(texte: str, espace: str = "") -> str:
    return sans_accents(texte).lower().replace(" ", espace)
