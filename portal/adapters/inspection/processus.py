"""Starts a child that decodes one file, without secrets, and with little memory and time.

The child gets an empty environment, sets its own limits before it opens anything (`enfant`), and answers
with one line of JSON. Whatever happens to it (killed, out of memory, too slow, silent), the answer here is a
refusal. A semaphore keeps the number of children of one process small.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from typing import Any

Reponse = dict[str, Any]
Executeur = Callable[[str, Mapping[str, object]], Reponse]

DUREE_MAX_S = 60
ENFANTS_MAX = 2
REPONSE_MAX = 64 * 1024
ILLISIBLE: Reponse = {"refus": "illisible"}
_places = threading.BoundedSemaphore(ENFANTS_MAX)
_journal = logging.getLogger(__name__)


def dans_un_enfant(
    travail: str, parametres: Mapping[str, object], duree_max_s: float = DUREE_MAX_S
) -> Reponse:
    """Do `travail` (a name of `enfant.TRAVAUX`) in a child; return its answer, ILLISIBLE when it has none."""
    commande = [
        sys.executable,
        "-I",
        "-m",
        "portal.adapters.inspection.enfant",
        travail,
        json.dumps(parametres),
    ]
    with _places, tempfile.TemporaryFile() as sortie:
        try:
            fait = subprocess.run(  # noqa: S603 — our own module, arguments are not read by any shell
                commande, stdin=subprocess.DEVNULL, stdout=sortie, stderr=subprocess.DEVNULL,
                env={}, timeout=duree_max_s, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            _journal.warning("inspection %s: given up after %s s", travail, duree_max_s)
            return ILLISIBLE
        if fait.returncode != 0:
            _journal.warning("inspection %s: the child ended with %s", travail, fait.returncode)
            return ILLISIBLE
        sortie.seek(0)
        return _reponse(sortie.read(REPONSE_MAX))


def sur_place(travail: str, parametres: Mapping[str, object]) -> Reponse:
    """Do the same work in this process: for tests only, there is no limit here."""
    from portal.adapters.inspection.enfant import repondre

    return repondre(travail, dict(parametres))


def _reponse(octets: bytes) -> Reponse:
    try:
        lue = json.loads(octets)
    except ValueError:
        return ILLISIBLE
    return lue if isinstance(lue, dict) else ILLISIBLE
