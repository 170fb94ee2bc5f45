"""Where a page of a list begins: the sort key and the id of a row, in an address.

Rows that come or go before it move nothing: that is what a page number cannot promise.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.domain.refus import Refus

LONGUEUR_AU_PLUS = 1000
ID_AU_PLUS = 2**53


class CurseurInvalide(Refus):
    """An address of a page that we did not write."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette page de la liste n’existe pas : repartez de la première.")


@dataclass(frozen=True, slots=True)
class Curseur:
    """One place in a list: `cle` is an aware UTC instant in a list by date, a name in a list by name."""

    cle: datetime | str
    id: int

    def ecrire(self) -> str:
        """Return it as it stands in an address."""
        cle = self.cle if isinstance(self.cle, str) else [self.cle.isoformat()]
        return urlsafe_b64encode(json.dumps([cle, self.id]).encode()).decode().rstrip("=")

    @classmethod
    def lire(cls, texte: str, par_nom: bool) -> Curseur:
        """Return the place that an address names. Raises CurseurInvalide, also for one of the other sort."""
        if len(texte) > LONGUEUR_AU_PLUS:
            raise CurseurInvalide
        try:
            cle, identifiant = json.loads(urlsafe_b64decode(texte + "=" * (-len(texte) % 4)))
            lue = _cle(cle, par_nom)
        except (ValueError, TypeError, OverflowError, RecursionError) as illisible:
            raise CurseurInvalide from illisible
        if type(identifiant) is not int or not 0 < identifiant < ID_AU_PLUS:
            raise CurseurInvalide
        return cls(lue, identifiant)


def _cle(cle: object, par_nom: bool) -> datetime | str:
    if par_nom and isinstance(cle, str):
        cle.encode()  # half a surrogate pair is no text: no database takes it
        if "\0" in cle:
            raise ValueError(cle)
        return cle
    if not par_nom and isinstance(cle, list) and len(cle) == 1 and isinstance(cle[0], str):
        return datetime.fromisoformat(cle[0]).astimezone(UTC)
    raise ValueError(cle)
