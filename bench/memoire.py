"""How much memory a process takes while something is done, in megabytes."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIODE_S = 0.005
PAGE = resource.getpagesize()


class Releve:
    """The resident memory of a process: when it began, and the highest since."""

    def __init__(self, pid: int | str = "self") -> None:
        self._fichier = Path(f"/proc/{pid}/statm")
        self.depart = self.sommet = self.lire()

    def lire(self) -> float:
        return int(self._fichier.read_text().split()[1]) * PAGE / 1e6

    def noter(self) -> None:
        self.sommet = max(self.sommet, self.lire())

    @property
    def de_plus(self) -> float:
        return self.sommet - self.depart


@contextmanager
def relever(pid: int | str = "self") -> Iterator[Releve]:
    """Look at a process again and again while the block runs."""
    releve, fin = Releve(pid), threading.Event()

    def regarder() -> None:
        while not fin.wait(PERIODE_S):
            releve.noter()

    fil = threading.Thread(target=regarder)
    fil.start()
    try:
        yield releve
    finally:
        fin.set()
        fil.join()
        releve.noter()
