"""French typography of the sentences shown on screen: where the no-break spaces go."""

import re

INSECABLE = "\N{NO-BREAK SPACE}"
_AVANT = re.compile(r" (?=[;:!?»€%])")
_APRES = re.compile(r"(?<=«) ")


def francais(phrase: str) -> str:
    """Return `phrase` with U+00A0 before ; : ! ? » € % and after «, where a plain space stood."""
    return _APRES.sub(INSECABLE, _AVANT.sub(INSECABLE, phrase))


def pluriel(nombre: int, mot: str, au_pluriel: str | None = None) -> str:
    """Return « 1 chiffre », « 2 chiffres »; French keeps the singular for 0 and 1."""
    return f"{nombre} {mot}" if abs(nombre) < 2 else f"{nombre} {au_pluriel or mot + 's'}"
