"""The child: limits itself, does one piece of work on one file, prints one line of JSON.

`python -I -m portal.adapters.inspection.enfant <travail> <parametres>`. It starts in 0.1 to 0.2 s, because
each piece of work imports only the libraries it needs.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from typing import Any

from portal.adapters.inspection.refus import Refuse

MO = 1024 * 1024
MEMOIRE_MAX = 700 * MO
PROCESSEUR_MAX_S = 40
ECRITURE_MAX = 200 * MO
TRAVAUX = {
    "inspecter_pdf": ("pdf", "inspecter"),
    "inspecter_image": ("image", "inspecter"),
    "normaliser": ("image", "normaliser"),
    "assembler": ("assemblage", "assembler"),
    "images": ("rendu", "images"),
}


def main(travail: str, parametres: str) -> None:
    """Answer on the standard output."""
    _limiter()
    sys.stdout.write(json.dumps(repondre(travail, json.loads(parametres))))


def repondre(travail: str, parametres: dict[str, Any]) -> dict[str, Any]:
    """Do a piece of work. A hostile file raises anything in a parser: all of it means « unreadable »."""
    module, fonction = TRAVAUX[travail]
    faire = getattr(import_module(f"portal.adapters.inspection.{module}"), fonction)
    try:
        return {"nombre": faire(**parametres)}
    except Refuse as refus:
        return {"refus": refus.motif, "details": refus.details, "rang": refus.rang}
    except (Exception, RecursionError, MemoryError) as erreur:
        return {"refus": "illisible", "details": (), "rang": None, "erreur": type(erreur).__name__}


def _limiter() -> None:
    for limite, valeur in (
        (resource.RLIMIT_AS, MEMOIRE_MAX),
        (resource.RLIMIT_CPU, PROCESSEUR_MAX_S),
        (resource.RLIMIT_FSIZE, ECRITURE_MAX),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, plafond = resource.getrlimit(limite)
        possible = valeur if plafond == resource.RLIM_INFINITY else min(valeur, plafond)
        resource.setrlimit(limite, (possible, possible))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
