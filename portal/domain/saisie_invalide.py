"""The one refusal that reading an answer may raise, and how typed text is quoted in it."""

import unicodedata

from portal.domain.typographie import francais

LONGUEUR_CITEE = 40


class SaisieInvalide(Exception):
    """An answer that cannot be kept as typed.

    `message` is a French sentence ready to show next to the field; `partie` names the input of the
    field that it is about ("" for the field as a whole, or for a field of one input).
    """

    def __init__(self, message: str, partie: str = "") -> None:
        self.message = francais(message)
        self.partie = partie
        super().__init__(self.message)


def citer(texte: str) -> str:
    """Return « texte », shortened, without the characters that could disturb the sentence around it."""
    visible = "".join(c for c in texte if not unicodedata.category(c).startswith(("C", "Zl", "Zp")))
    if len(visible) > LONGUEUR_CITEE:
        visible = visible[:LONGUEUR_CITEE].rstrip() + "…"
    return f"« {visible} »"
