"""The links that plugins add to pages of the core, noted once at start."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask import Flask, current_app

from portal.domain.extension import LienExtension
from portal.web.courant import connexion_courante

journal = logging.getLogger(__name__)
VISITEUR = ""
# By place and profile, in the order in which they are shown.
Liens = Mapping[tuple[str, str], tuple[LienExtension, ...]]


def poser(app: Flask, liens: Liens) -> None:
    """Note the links of the plugins of an application."""
    app.extensions["liens"] = liens


def liens_de(lieu: str, profil: str | None) -> tuple[LienExtension, ...]:
    """Return the links that plugins add at a place (« menu », « espace »…); profile None for a visitor."""
    liens: Liens = current_app.extensions["liens"]
    return tuple(lien for lien in liens.get((lieu, profil or VISITEUR), ()) if _se_montre(lien))


def _se_montre(lien: LienExtension) -> bool:
    """Ask the plugin whom a link is for; one that fails here hides it: an error page has a menu too."""
    connexion = connexion_courante()
    if lien.pour is None or connexion is None:
        return lien.pour is None
    try:
        return lien.pour(connexion.compte_id)
    except Exception:
        journal.exception("whether account %s sees « %s » is not known", connexion.compte_id, lien.intitule)
        return False
