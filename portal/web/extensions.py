"""The pages of plugins: their blueprints and links, checked before anything is served."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import pluggy
from flask import Blueprint, Flask
from werkzeug.routing import Rule

from portal.domain.extension import LienExtension
from portal.plugin_manager import PluginInvalide, apports
from portal.tables.compte import CANDIDAT, PROFILS
from portal.web.acces import acces
from portal.web.liens import VISITEUR, Liens, poser
from portal.web.statique import dossier_de

PREFIXE = re.compile(r"/([a-z0-9][a-z0-9-]*)(/.*)?")
# Not there outside a demonstration, and never a plugin's.
RESERVES = ("demonstration",)
CENTRE = "centre"
LIEUX = {
    "menu": (VISITEUR, *PROFILS),
    "connexion": (VISITEUR,),
    "espace": (CANDIDAT,),
    "accueil": (VISITEUR, *PROFILS),
    "candidatures": (CENTRE,),
    "candidature": (CENTRE,),
}
ARGUMENTS = {"candidature": {"cle"}}  # of the endpoint, where there are any


def enregistrer_vues(app: Flask, extensions: pluggy.PluginManager) -> None:
    """Register the blueprints of plugins, after those of the core; note the links that plugins add.

    Raises PluginInvalide: a name or an address that is taken, a view that does not say who may call it, a
    link that leads nowhere.
    """
    pris = dict.fromkeys((*(_debut(regle.rule) for regle in app.url_map.iter_rules()), *RESERVES), "")
    for nom, vues in apports(extensions, "portal_vues", Blueprint):
        _exiger_une_place(app, nom, vues, pris)
        app.register_blueprint(vues)
        _exiger_des_acces(app, nom, vues)
    poser(app, _liens(app, extensions))


def _exiger_une_place(app: Flask, nom: str, vues: Blueprint, pris: dict[str, str]) -> None:
    """Give a blueprint the beginning of its addresses, which may be the same for those of one plugin."""
    if vues.name in app.blueprints:
        raise PluginInvalide(f"plugin {nom}: there is a blueprint {vues.name} already")
    if not PREFIXE.fullmatch(vues.url_prefix or ""):
        raise PluginInvalide(f"plugin {nom}: the blueprint {vues.name} needs a url_prefix such as /{nom}")
    debut = _debut(vues.url_prefix or "")
    if pris.setdefault(debut, nom) != nom:
        raise PluginInvalide(f"plugin {nom}: the addresses /{debut} of {vues.name} are taken")


def _debut(adresse: str) -> str:
    return adresse.split("/")[1]


def _exiger_des_acces(app: Flask, nom: str, vues: Blueprint) -> None:
    """Open the files of a plugin to everybody; refuse any other view without `@acces`."""
    points = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith(f"{vues.name}.")}
    for point in sorted(points):
        vue = app.view_functions[point]
        if dossier_de(app, point) is not None:
            app.view_functions[point] = acces("public")(_autre_fonction(vue))
        elif getattr(vue, "acces", None) is None:
            raise PluginInvalide(f"plugin {nom}: the view {point} has no @acces")


def _autre_fonction(vue: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of its own that does the same: a method cannot carry `@acces`."""

    @wraps(vue)
    def servir(**arguments: Any) -> Any:
        return vue(**arguments)

    return servir


def _liens(app: Flask, extensions: pluggy.PluginManager) -> Liens:
    liens: dict[tuple[str, str], tuple[LienExtension, ...]] = {}
    for lieu, profils in LIEUX.items():
        for profil in profils:
            apportes = list(
                apports(extensions, "portal_liens", LienExtension, lieu=lieu, profil=profil),
            )
            for nom, lien in apportes:
                _exiger_une_page(app, nom, lien, lieu, profil)
            liens[lieu, profil] = tuple(sorted((lien for _, lien in apportes), key=lambda un: un.rang))
    return liens


def _exiger_une_page(app: Flask, nom: str, lien: LienExtension, lieu: str, profil: str) -> None:
    voulus = ARGUMENTS.get(lieu, set())
    if not any(_prend(regle, voulus) for regle in app.url_map.iter_rules() if regle.endpoint == lien.vue):
        raise PluginInvalide(f"plugin {nom}: the link « {lien.intitule} » leads to no page: {lien.vue}")
    permis = {"public", "connecte", profil} if profil else {"public"}
    if lieu != "accueil" and not permis & set(getattr(app.view_functions[lien.vue], "acces", ())):
        qui = profil or "a visitor"
        raise PluginInvalide(f"plugin {nom}: the link « {lien.intitule} » ({lieu}) is shut to {qui}")


def _prend(regle: Rule, voulus: set[str]) -> bool:
    return "GET" in (regle.methods or ()) and regle.arguments - set(regle.defaults or ()) == voulus
