"""The links that plugins add to pages of the core, noted once at start."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, current_app

from portal.domain.extension import LienExtension

VISITEUR = ""
# By place and profile, in the order in which they are shown.
Liens = Mapping[tuple[str, str], tuple[LienExtension, ...]]


def poser(app: Flask, liens: Liens) -> None:
    """Note the links of the plugins of an application."""
    app.extensions["liens"] = liens


def liens_de(lieu: str, profil: str | None) -> tuple[LienExtension, ...]:
    """Return the links that plugins add at a place (« menu », « espace »…); profile None for a visitor."""
    liens: Liens = current_app.extensions["liens"]
    return liens.get((lieu, profil or VISITEUR), ())
