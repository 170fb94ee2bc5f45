"""The text of a file, and the way from a place in it to a line and a column."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Protocol

from portal.domain.langage.diagnostic import Position


class Marque(Protocol):
    """A mark of the YAML parser; line and column are counted from 0."""

    line: int
    column: int


class Page:
    """A text whose lines end with \\n; an index counts characters from its beginning."""

    def __init__(self, fichier: str, texte: str) -> None:
        self.fichier = fichier
        self.texte = texte
        self._debuts = [0, *(fin.end() for fin in re.finditer("\n", texte))]

    def index(self, marque: Marque | None) -> int:
        """Return the index of a mark, brought back inside the text (0 without a mark)."""
        if marque is None:
            return 0
        debut = self._debuts[min(marque.line, len(self._debuts) - 1)]
        return min(debut + marque.column, len(self.texte))

    def position(self, index: int) -> Position:
        """Return the place of an index, line and column from 1."""
        ligne = bisect_right(self._debuts, index)
        return Position(self.fichier, ligne, index - self._debuts[ligne - 1] + 1)

    def debut_de_ligne(self, index: int) -> int:
        """Return the index where the line that holds `index` begins."""
        return self._debuts[bisect_right(self._debuts, index) - 1]

    def fin_de_ligne(self, index: int) -> int:
        """Return the index of the end of that line, without its \\n."""
        fin = self.texte.find("\n", index)
        return fin if fin >= 0 else len(self.texte)

    def avant(self, index: int) -> str:
        """Return what precedes `index` on its line."""
        return self.texte[self.debut_de_ligne(index) : index]

    def apres(self, index: int) -> str:
        """Return what follows `index` on its line, itself included."""
        return self.texte[index : self.fin_de_ligne(index)]

    def mot(self, index: int) -> str:
        """Return the word that begins at `index`, to be quoted in a sentence."""
        mots = self.apres(index).split(maxsplit=1)
        return mots[0].rstrip(",]}")[:40] if mots else ""

    def ligne_precedente(self, index: int) -> tuple[int, str] | None:
        """Return the nearest line above that is neither blank nor a comment: its index and its text."""
        debut = self.debut_de_ligne(index)
        while debut > 0:
            debut = self.debut_de_ligne(debut - 1)
            ligne = self.apres(debut)
            if ligne.strip() and not ligne.lstrip().startswith("#"):
                return debut, ligne
        return None

    def remplacer(self, index: int, longueur: int, par: str) -> Page:
        """Return the page where `longueur` characters at `index` are replaced."""
        return Page(self.fichier, self.texte[:index] + par + self.texte[index + longueur :])
