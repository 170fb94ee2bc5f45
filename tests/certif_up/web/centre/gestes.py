"""What a member of a centre does with a browser."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.certif_up.candidats import JANVIER
from tests.client import ClientMaison

LISTE, OFFRE = "/certif-up/centre/demandes", f"/certif-up/centre/offres/C02A/{JANVIER}"
MOTIF = "Nos places sont réservées à nos stagiaires."


def une(cle: str, *suite: str) -> str:
    """Return the address of a request, or of what is done to it."""
    return "/".join((LISTE, cle, *suite))


def agir(client: ClientMaison, cle: str, code: str, etat: str = "soumise", **autres: str) -> TestResponse:
    """Press the button of a transition on a page that showed `etat`."""
    return client.post(une(cle, "transitions", code), data={"etat": etat, **autres})
