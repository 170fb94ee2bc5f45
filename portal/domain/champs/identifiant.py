"""`identifiant`: a number or a reference whose shape is a mask: 9 a digit, A a letter, X either."""

import re

from portal.domain.champs.base import Env, Json, SaisieInvalide, TypeLigne, citer
from portal.domain.champs.declaration import Champ
from portal.domain.typographie import pluriel

LONGUEUR_SANS_MASQUE = 40
CLASSES = {"9": "[0-9]", "A": "[A-Z]", "X": "[0-9A-Z]"}
_MOTS = {
    "9": ("chiffre", "chiffres"),
    "A": ("lettre", "lettres"),
    "X": ("chiffre ou lettre", "chiffres ou lettres"),
}
_SEPARATEURS = re.compile(r"[\s./_-]")


class TypeIdentifiant(TypeLigne):
    """Capitals, digits and the mask's own characters; spaces, dots and hyphens are forgiven."""

    nom = "identifiant"

    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        compact = _SEPARATEURS.sub("", texte).upper()
        if not champ.masque:
            return _libre(compact, texte)
        attendu = _SEPARATEURS.sub("", champ.masque)
        if not re.fullmatch(_motif(attendu), compact):
            raise SaisieInvalide(_explication(attendu, compact, texte))
        return _remettre_separateurs(champ.masque, compact)

    def litteral(self, champ: Champ, texte: str) -> object:
        return texte.upper()

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        if not champ.masque:
            return {"type": "string", "minLength": 1, "maxLength": LONGUEUR_SANS_MASQUE}
        return {"type": "string", "pattern": f"^{_motif(champ.masque)}$"}


def _motif(masque: str) -> str:
    return "".join(CLASSES.get(c) or re.escape(c.upper()) for c in masque)


def _libre(compact: str, texte: str) -> str:
    if not re.fullmatch(rf"[0-9A-Z]{{1,{LONGUEUR_SANS_MASQUE}}}", compact):
        raise SaisieInvalide(
            f"{citer(texte)} ne convient pas : écrivez seulement des lettres sans accent et des chiffres, "
            f"{LONGUEUR_SANS_MASQUE} au plus."
        )
    return compact


def _remettre_separateurs(masque: str, compact: str) -> str:
    """Put the mask's separators back where it has them."""
    restants = iter(compact)
    return "".join(c if _SEPARATEURS.fullmatch(c) else next(restants) for c in masque)


def _explication(attendu: str, compact: str, texte: str) -> str:
    ecart = len(attendu) - len(compact)
    forme = decrire(attendu)
    if ecart > 0:
        return f"Il manque {pluriel(ecart, 'caractère')} : il faut {forme}. Vérifiez {citer(texte)}."
    if ecart < 0:
        return f"Il y a {pluriel(-ecart, 'caractère')} de trop : il faut {forme}. Vérifiez {citer(texte)}."
    return f"{citer(texte)} n'a pas la bonne forme : il faut {forme}."


def decrire(masque: str) -> str:
    """Return a mask in words: « 9999999A » → « 7 chiffres puis 1 lettre »."""
    morceaux = []
    for trouve in re.finditer(r"(.)\1*", masque):
        signe, combien = trouve[1], len(trouve[0])
        morceaux.append(pluriel(combien, *_MOTS[signe]) if signe in _MOTS else f"« {trouve[0].upper()} »")
    return " puis ".join(morceaux)
