"""The field in which somebody says who they are: an address, or an identifier that a plugin knows."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field

from portal.domain.extension import Identifiant
from portal.domain.typographie import francais


def sigles_de(identifiants: Sequence[Identifiant]) -> tuple[str, ...]:
    """Return the short names of identifiers: « NUC »."""
    return tuple(un.sigle for un in identifiants)


def nommer(champ: Field, sigles: Sequence[str]) -> None:
    """Say in the label of a field which identifiers it takes, when an address is not the only one."""
    if sigles:
        champ.label.text = enumerer(["Adresse électronique", *sigles])


def aide_de(identifiants: Sequence[Identifiant]) -> str:
    """Return what each of the identifiers is, "" when there are none."""
    return " ".join(francais(f"{un.sigle} : {un.intitule}. {un.aide}".strip()) for un in identifiants)


def manque_de(sigles: Sequence[str]) -> str:
    """Return what is said of a field left empty."""
    return f"Indiquez {enumerer(['votre adresse électronique', *(f'votre {un}' for un in sigles)])}."


def enumerer(mots: Sequence[str]) -> str:
    """Return « A », « A ou B », « A, B ou C »."""
    debut, fin = mots[:-1], mots[-1]
    return f"{', '.join(debut)} ou {fin}" if debut else fin
