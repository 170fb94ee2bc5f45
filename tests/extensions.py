"""Plugins that a test writes on the spot: a module with hooks, or a portal that has it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from portal import hookspecs, plugin_manager

if TYPE_CHECKING:
    from portal.services.portail import Portail


def marque(fonction: Callable[..., Any]) -> Callable[..., Any]:
    return hookspecs.hookimpl(fonction)


def plugin(nom: str, **contenu: Any) -> str:
    """Make a module of that name; return the name, as PORTAL_FAMILLES wants it."""
    module = ModuleType(nom)
    vars(module).update(contenu)
    sys.modules[nom] = module
    return nom


def essai(nom: str = "essai", **points: Callable[..., Any]) -> str:
    """Make a plugin whose functions are all hooks."""
    return plugin(nom, **{point: marque(fonction) for point, fonction in points.items()})


def avec(portail: Portail, *noms: str) -> Portail:
    """Return the same portal with these plugins only."""
    return replace(portail, extensions=plugin_manager.charger(noms))
