"""How a child says no: a reason and its figures, turned into a sentence by the parent."""

from __future__ import annotations


class Refuse(Exception):
    """`motif` is that of a `portal.domain.fichier.FichierRefuse`, `details` its arguments after the name."""

    def __init__(self, motif: str, *details: object, rang: int | None = None) -> None:
        super().__init__(motif)
        self.motif, self.details, self.rang = motif, details, rang
