"""Pages of the union: what waits, its centres and sessions, reports, figures, what it sends elsewhere."""

from plugins.certif_up.web.national import (  # noqa: F401 — they add their addresses
    accueil,
    caisse,
    centre,
    centres,
    centres_import,
    chiffres,
    membres,
    nuc,
    nuc_fusions,
    nuc_reprises,
    reports,
    sessions,
)
