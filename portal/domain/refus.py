"""The refusals that a person can meet: one exception class each, carrying a sentence ready to show."""


class Refus(Exception):
    """Base of every refusal. `phrase` is French and shown as is; `statut` is its HTTP status.

    A subclass stands in the domain module of its noun; `portal.web.erreurs` maps it to HTTP once.
    """

    statut = 422

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase
