"""The refusals that a person can meet: one exception class each, carrying a sentence ready to show."""

from portal.domain.typographie import francais


class Refus(Exception):
    """Base of every refusal. `phrase` is French, shown as is; `statut` is its HTTP status.

    The no-break spaces of the sentence are put here.
    A subclass stands in the domain module of its noun; `portal.web.erreurs` maps it to HTTP once.
    """

    statut = 422

    def __init__(self, phrase: str) -> None:
        self.phrase = francais(phrase)
        super().__init__(self.phrase)
