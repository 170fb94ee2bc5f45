"""Who is the same person: the same birth name, the same first « prénom », the same birth date (U-120)."""

from __future__ import annotations

from datetime import date

from portal.domain.texte_saisi import sans_accents


def identite(nom_naissance: str, prenoms: str, naissance_le: date) -> str:
    """Return one spelling of a person, accents and capitals aside: « KEBBATI|INES|1996-03-14 ».

    « Marie-Hélène » is one prénom, « Marie Hélène » are two: twins have the same birth name and date, so a
    first name that is only begun alike is another one.
    """
    premier = (prenoms.replace(",", " ").split() or [""])[0]
    return f"{sans_accents(nom_naissance)}|{sans_accents(premier)}|{naissance_le.isoformat()}"
