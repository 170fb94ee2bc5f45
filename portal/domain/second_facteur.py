"""The second factor of staff: a code of six digits that changes every 30 seconds (RFC 6238)."""

from __future__ import annotations

import re
from datetime import timedelta

from portal.domain.refus import Refus

PAS_S = 30
# The clock of a telephone and ours may differ by one step, not more (RFC 6238, 5.2).
FENETRE = 1
# From the creation of an account (or the reset of its second factor) until somebody must ask again:
# the shorter, the less time a stolen first password has to set up the thief's telephone.
DELAI_ENROLEMENT = timedelta(days=7)
_BLANCS = re.compile(r"[\s\u00a0\u202f.-]+")
_CODE = re.compile(r"[0-9]{6}")


class CodeRefuse(Refus):
    """The code is wrong, too old, or was used already; the sentence helps without telling which."""

    def __init__(self) -> None:
        super().__init__(
            "Ce code n'est pas le bon, ou il a déjà servi : attendez que l'application en montre un nouveau."
        )


class CodeIllisible(Refus):
    """What was typed is no code."""

    def __init__(self) -> None:
        super().__init__("Le code est fait de 6 chiffres : recopiez celui que montre l'application.")


class EnrolementClos(Refus):
    """The second factor was not set up in time, or there is one already: an administrateur must reset it."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Le délai pour choisir votre téléphone est passé. Demandez à un administrateur du portail de "
            "réinitialiser votre second facteur : vous aurez de nouveau 7 jours."
        )


class SecondFacteurManquant(Refus):
    """A member of staff acts before the code of this connexion was confirmed."""

    statut = 401

    def __init__(self) -> None:
        super().__init__("Il reste à saisir le code de votre téléphone.")


def lire_code(texte: str) -> str:
    """Return the six digits typed, without the spaces that people put. Raises CodeIllisible."""
    code = _BLANCS.sub("", texte)
    if not _CODE.fullmatch(code):
        raise CodeIllisible
    return code


def grouper(secret: str) -> str:
    """Return a secret in groups of four letters, as one copies it by hand."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
