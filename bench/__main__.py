"""`make bench`: how fast the portal serves, starts and draws, beside what each could cost at the least."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import convocations, demandes, documents, export, liste, nombre, televersement
from bench.etabli import portail_ouvert
from bench.rapport import Ligne, ecrire, imprimer


def main() -> None:
    logging.disable(logging.WARNING)
    lignes = []
    for ligne in mesures():
        imprimer(ligne)
        lignes.append(ligne)
    ecrire(lignes)


def mesures() -> Iterator[Ligne]:
    """Yield every measure, in the order of the report."""
    with TemporaryDirectory() as nom:
        app = portail_ouvert(Path(nom))
        yield from demandes.mesurer(app, Path(nom))
        yield from documents.mesurer(app)
    yield from convocations.mesurer()
    yield from televersement.mesurer()
    yield from export.mesurer()
    yield from nombre.mesurer()
    yield from liste.mesurer()


main()
