"""Screens of a centre: what waits, its requests, its offers, its attendance lists."""

from plugins.certif_up.web.centre import (  # noqa: F401 — each adds its addresses
    accueil,
    demande,
    demandes,
    emargement,
    fiche,
    lot,
    offres,
    reglements,
)
