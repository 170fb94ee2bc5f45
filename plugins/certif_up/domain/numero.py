"""The NUC as a number: eight digits and the letter that they give, or what the union gave before.

Why this shape: docs/decisions/0024-nuc.md.
"""

from __future__ import annotations

import re
import unicodedata

from portal.domain.typographie import INSECABLE

LETTRES = "ABCDEFGHJKLMNPQRSTUVWXY"  # 23, as for a DNI; I, O and Z look like digits
CHIFFRES = 8
TIRAGES = 10**CHIFFRES
_SEPARATEURS = re.compile(r"[\s._/\u2010-\u2015-]+")
_CONNU = re.compile(r"[A-Z0-9]{6,12}")
_MAISON = re.compile(r"[0-9]{8}[A-Z]")


def composer(nombre: int) -> str:
    """Return the NUC of a number: 48210937 → « 48210937K ». Raises ValueError outside of eight digits."""
    if not 0 <= nombre < TIRAGES:
        raise ValueError(nombre)
    return f"{nombre:0{CHIFFRES}}{LETTRES[nombre % len(LETTRES)]}"


def lire(saisie: str) -> str | None:
    """Return a NUC as it is kept, None for what is none; spaces, hyphens, capitals do not count."""
    compact = _SEPARATEURS.sub("", unicodedata.normalize("NFKC", saisie)).upper()
    return compact if _CONNU.fullmatch(compact) else None


def est_du_portail(nuc: str) -> bool:
    """Tell whether a NUC has our shape and the letter that its digits give."""
    return bool(_MAISON.fullmatch(nuc)) and composer(int(nuc[:CHIFFRES])) == nuc


def faute(saisie: str) -> str | None:
    """Return what looks wrong in a NUC that was typed, None when nothing does.

    One of our shape with another letter is nearly always a typing error; the union may have given it before.
    """
    nuc = lire(saisie)
    if nuc is None:
        return "Un NUC a 8 chiffres et une lettre, par exemple 4821 0937 K."
    if _MAISON.fullmatch(nuc) and not est_du_portail(nuc):
        return "La lettre ne va pas avec les chiffres : vérifiez chaque caractère du NUC."
    return None


def afficher(nuc: str) -> str:
    """Return « 4821 0937 K », never cut at the end of a line; another shape stays as it is."""
    if not _MAISON.fullmatch(nuc):
        return nuc
    return INSECABLE.join((nuc[:4], nuc[4:CHIFFRES], nuc[CHIFFRES:]))
