"""What a person typed, made safe to keep: NFC, no invisible character, a bounded length.

Three readers: a line, a longer text, and a name as written on an identity document.
"""

import re
import unicodedata

from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.typographie import pluriel

LONGUEUR_LIGNE = 255
LONGUEUR_TEXTE = 4000
LONGUEUR_NOM = 100
ACCENTS_PAR_LETTRE = 4

# Word processors and web pages leave these behind; nobody can see them and they carry no meaning.
_SANS_EFFET = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LIANTS = dict.fromkeys(map(ord, "\u200c\u200d\ufe0e\ufe0f"))
_FINS_DE_LIGNE = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
_ESPACES = re.compile(r"[^\S\n]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`\uff07", "'"))
_TIRETS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def lire_ligne(brut: str, longueur: int = LONGUEUR_LIGNE) -> str:
    """Return `brut` as one clean line ("" when it is blank).

    Raises SaisieInvalide for control or direction characters, symbols and emoji, several lines, or more
    than `longueur` characters.
    """
    texte = _nettoyer(brut, longueur).translate(_LIANTS)
    if "\n" in texte:
        raise SaisieInvalide("Cette réponse tient sur une seule ligne : retirez les retours à la ligne.")
    for caractere in texte:
        if _est_symbole(caractere):
            raise SaisieInvalide("Écrivez avec des lettres et des chiffres, sans émoji ni symbole.")
    return _mesurer(texte, longueur)


def lire_paragraphes(brut: str, longueur: int = LONGUEUR_TEXTE) -> str:
    """Return `brut` as clean text that may hold several lines and emoji ("" when it is blank).

    Raises SaisieInvalide for control or direction characters, or more than `longueur` characters.
    """
    lignes = [ligne.strip() for ligne in _nettoyer(brut, longueur).split("\n")]
    return _mesurer("\n".join(lignes).strip(), longueur)


def lire_nom(brut: str, longueur: int = LONGUEUR_NOM) -> str:
    """Return a person's name: letters of any Latin alphabet, apostrophes, hyphens and spaces, accents kept.

    Typographic apostrophes and dashes become the ones of the keyboard. Raises SaisieInvalide otherwise.
    """
    texte = lire_ligne(brut, longueur).translate(_APOSTROPHES).translate(_TIRETS)
    for caractere in texte:
        _verifier_lettre(caractere)
    if texte and not any(c.isalpha() for c in texte):
        raise SaisieInvalide("Ce nom ne contient aucune lettre.")
    if texte.startswith("-") or texte.endswith("-"):
        raise SaisieInvalide("Un nom ne commence ni ne finit par un tiret.")
    return texte


def sans_accents(texte: str) -> str:
    """Return `texte` in plain capitals, words apart: « L'Île-d'Yeu » → « L ILE D YEU »."""
    lettres = texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    decompose = unicodedata.normalize("NFD", lettres.translate(_APOSTROPHES))
    base = "".join(c if c.isalnum() else " " for c in decompose if not unicodedata.combining(c))
    return " ".join(base.upper().split())


def _nettoyer(brut: str, longueur: int) -> str:
    """Normalise spaces and composition; refuse what must not be stored."""
    if len(brut) > 3 * longueur:
        raise _trop_long(len(brut), longueur)
    texte = unicodedata.normalize("NFC", _FINS_DE_LIGNE.sub("\n", brut).translate(_SANS_EFFET))
    texte = _ESPACES.sub(" ", texte).strip()
    accents = 0
    for caractere in texte:
        categorie = unicodedata.category(caractere)
        accents = accents + 1 if categorie in ("Mn", "Me") else 0
        if accents > ACCENTS_PAR_LETTRE:
            raise SaisieInvalide("Cette réponse contient trop d'accents sur une même lettre : retapez-la.")
        if _est_interdit(caractere, categorie):
            raise SaisieInvalide(
                "Cette réponse contient un caractère invisible, souvent venu d'un copier-coller : "
                "effacez-la et retapez-la."
            )
    return texte


def _est_interdit(caractere: str, categorie: str) -> bool:
    if caractere in "\n\u200c\u200d":
        return False
    return categorie in ("Cc", "Cf", "Cs", "Co") or ord(caractere) & 0xFFFE == 0xFFFE


def _est_symbole(caractere: str) -> bool:
    """Emoji, dingbats and their skin tones; « ° », « © » and « № » come before and are kept."""
    categorie = unicodedata.category(caractere)
    return (categorie == "So" and ord(caractere) >= 0x2190) or (categorie == "Sk" and ord(caractere) > 0xFFFF)


def _verifier_lettre(caractere: str) -> None:
    if caractere in " '-" or unicodedata.category(caractere) == "Mn":
        return
    if caractere.isdigit():
        raise SaisieInvalide("Un nom ne contient pas de chiffre.")
    if not caractere.isalpha():
        raise SaisieInvalide(
            f"Le caractère {citer(caractere)} ne va pas dans un nom : "
            "écrivez seulement des lettres, des espaces, des tirets et des apostrophes."
        )
    if not unicodedata.name(caractere, "").startswith("LATIN "):
        raise SaisieInvalide("Écrivez ce nom en lettres latines, comme sur votre pièce d'identité.")


def _mesurer(texte: str, longueur: int) -> str:
    if len(texte) > longueur:
        raise _trop_long(len(texte), longueur)
    return texte


def _trop_long(taille: int, longueur: int) -> SaisieInvalide:
    de_trop = pluriel(taille - longueur, "caractère")
    return SaisieInvalide(
        f"Cette réponse est trop longue : {longueur} caractères au plus. Retirez {de_trop}."
    )
