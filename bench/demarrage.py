"""A process that becomes ready to serve the portal of a folder: CPU seconds and memory, printed as JSON.

Ready: the code imported, the application built, the catalogue read, « Ouverture des services » answered.
Then it compiles as many modèles as it ever keeps, and measures its memory again.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bench.reglages import reglages
from portal.app import create_app
from portal.services.modeles import COMPILES_AU_PLUS


def main(dossier: Path) -> None:
    app = create_app(reglages(dossier))
    reponse = app.test_client().get("/services")
    assert reponse.status_code == 200, reponse.text
    pret = {"pret_s": time.process_time(), "pret_mo": memoire()}
    catalogue = app.extensions["portail"].modeles
    with app.app_context():
        for entree in catalogue.index()[:COMPILES_AU_PLUS]:
            catalogue.courant(entree.slug)
    print(json.dumps({**pret, "plein_mo": memoire()}))


def memoire() -> float:
    """Return the resident memory of this process, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]))
