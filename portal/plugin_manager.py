"""Loads the exam families and holds what they answer. One manager per application.

A family that cannot be loaded stops the start: a portal that silently loses an exam is worse than a
portal that does not start.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pluggy

from portal import hookspecs

GROUPE = "portal.familles"
PREFIXE = "portal_"
Apport = TypeVar("Apport")


class PluginInvalide(Exception):
    """A plugin cannot be used; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class PluginCharge:
    """One plugin in use. `paquet` and `version` are "" when its module was named by a setting."""

    nom: str
    module: str
    paquet: str
    version: str
    points: tuple[str, ...]
    familles: tuple[str, ...]


def charger(modules: Iterable[str] | None = None) -> pluggy.PluginManager:
    """Load the plugins: the modules named, or (None) every installed one.

    Raises PluginInvalide.
    """
    # pluggy asks the last one registered first.
    extensions = pluggy.PluginManager(hookspecs.PROJET)
    extensions.add_hookspecs(hookspecs)
    choisis = _installes() if modules is None else [(m, m) for m in modules]
    for nom, chemin in sorted(choisis, reverse=True):
        enregistrer(extensions, nom, _importer(nom, chemin))
    return extensions


def enregistrer(extensions: pluggy.PluginManager, nom: str, module: ModuleType) -> None:
    """Register one imported plugin after checking its `portal_*` functions. Raises PluginInvalide."""
    for attribut in vars(module):
        if attribut.startswith(PREFIXE) and extensions.parse_hookimpl_opts(module, attribut) is None:
            raise PluginInvalide(f"plugin {nom}: {attribut} has no @hookimpl mark")
    extensions.register(module, name=nom)
    try:
        extensions.check_pending()
    except pluggy.PluginValidationError as erreur:
        raise PluginInvalide(f"plugin {nom}: {erreur}") from erreur


def dossiers_familles(extensions: pluggy.PluginManager) -> tuple[Path, ...]:
    """Return the folders of the families, sorted by family code. Raises PluginInvalide for a wrong one."""
    apportes = list(apports(extensions, "portal_familles", Path))
    for nom, dossier in apportes:
        if not (dossier / "famille.yaml").is_file():
            raise PluginInvalide(f"plugin {nom}: {dossier} holds no famille.yaml")
    codes = [dossier.name for _, dossier in apportes]
    if double := next((code for code in codes if codes.count(code) > 1), None):
        noms = ", ".join(nom for nom, dossier in apportes if dossier.name == double)
        raise PluginInvalide(f"two plugins give the family {double}: {noms}")
    return tuple(sorted((dossier for _, dossier in apportes), key=lambda dossier: dossier.name))


def dossiers_gabarits(extensions: pluggy.PluginManager) -> tuple[Path, ...]:
    """Return the folders of templates of mails and PDF. Raises PluginInvalide for one that is not there."""
    apportes = list(apports(extensions, "portal_gabarits", Path))
    for nom, dossier in apportes:
        if not dossier.is_dir():
            raise PluginInvalide(f"plugin {nom}: no folder of templates at {dossier}")
    return tuple(dossier for _, dossier in apportes)


def appels(extensions: pluggy.PluginManager, point: str) -> list[tuple[str, Callable[..., Any]]]:
    """Return who implements a hook, and what to call (arguments by name), in the order of the names."""
    faits = sorted(getattr(extensions.hook, point).get_hookimpls(), key=lambda fait: fait.plugin_name)
    return [(fait.plugin_name, _appel(fait)) for fait in faits]


def apports(
    extensions: pluggy.PluginManager, point: str, classe: type[Apport], **arguments: Any
) -> Iterator[tuple[str, Apport]]:
    """Give each value that the plugins answer to a hook, with the name of its plugin.

    In: the class that each value must have. Raises PluginInvalide for another one, or a hook that fails.
    """
    for nom, appel in appels(extensions, point):
        try:
            valeurs = tuple(appel(**arguments) or ())
        except Exception as erreur:
            raise PluginInvalide(f"plugin {nom}: {point}: {type(erreur).__name__}: {erreur}") from erreur
        for valeur in valeurs:
            if not isinstance(valeur, classe):
                raise PluginInvalide(f"plugin {nom}: {point} gives {valeur!r}, no {classe.__name__}")
            yield nom, valeur


def charges(extensions: pluggy.PluginManager) -> tuple[PluginCharge, ...]:
    """Return the plugins in use, by name, with the installed package that each comes from.

    Raises PluginInvalide.
    """
    paquets = {point.name: point.dist for point in entry_points(group=GROUPE)}
    familles: dict[str, list[str]] = {}
    for nom, dossier in apports(extensions, "portal_familles", Path):
        familles.setdefault(nom, []).append(dossier.name)
    return tuple(
        _charge(extensions, nom, plugin, paquets.get(nom), familles.get(nom, []))
        for nom, plugin in sorted(extensions.list_name_plugin())
    )


def _charge(
    extensions: pluggy.PluginManager,
    nom: str,
    plugin: Any,
    paquet: Distribution | None,
    familles: Iterable[str],
) -> PluginCharge:
    return PluginCharge(
        nom,
        getattr(plugin, "__name__", nom),
        paquet.name if paquet else "",
        paquet.version if paquet else "",
        tuple(sorted(appel.name for appel in extensions.get_hookcallers(plugin) or [])),
        tuple(sorted(familles)),
    )


def _appel(fait: pluggy.HookImpl) -> Callable[..., Any]:
    return lambda **arguments: fait.function(*(arguments[nom] for nom in fait.argnames))


def _installes() -> list[tuple[str, str]]:
    return [(point.name, point.value) for point in entry_points(group=GROUPE)]


def _importer(nom: str, chemin: str) -> ModuleType:
    try:
        return importlib.import_module(chemin)
    except (Exception, SystemExit) as erreur:  # a module that ends the process would end it without a word
        raise PluginInvalide(f"plugin {nom} ({chemin}): {type(erreur).__name__}: {erreur}") from erreur
