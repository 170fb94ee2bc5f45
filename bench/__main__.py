"""`make bench`: how fast the portal serves, starts and draws, beside what each could cost at the least.

`python -m bench ruee centres` measures those parts again, and leaves the other rows of the report.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import (
    centres,
    convocations,
    demandes,
    documents,
    export,
    liste,
    nombre,
    ruee,
    televersement,
)
from bench.etabli import portail_ouvert
from bench.rapport import Ligne, completer, ecrire, imprimer


def main(parties: Sequence[str]) -> None:
    logging.disable(logging.WARNING)
    lignes = []
    for partie in parties or PARTIES:
        for ligne in PARTIES[partie]():
            imprimer(ligne)
            lignes.append(ligne)
    (completer if parties else ecrire)(lignes)


def sur_place() -> Iterator[Ligne]:
    """Measure what one process serves by itself: requests of a candidate, a document."""
    with TemporaryDirectory() as nom:
        app = portail_ouvert(Path(nom))
        yield from demandes.mesurer(app, Path(nom))
        yield from documents.mesurer(app)


# In the order of the report.
PARTIES: dict[str, Callable[[], Iterator[Ligne]]] = {
    "demandes": sur_place,
    "convocations": convocations.mesurer,
    "televersement": televersement.mesurer,
    "export": export.mesurer,
    "nombre": nombre.mesurer,
    "liste": liste.mesurer,
    "ruee": ruee.mesurer,
    "centres": centres.mesurer,
}

if __name__ == "__main__":
    main(sys.argv[1:])
