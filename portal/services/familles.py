"""The exam families that are installed, read from their folders when they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pluggy

from portal import plugin_manager
from portal.adapters.familles import FichierIllisible, empreinte, fichiers_de_famille, lire_dossier
from portal.domain.langage.lecteur import FamilleLue


@dataclass(frozen=True, slots=True)
class Familles:
    """The folders of the families by code. A broken one is told by its report: the others are served."""

    dossiers: Mapping[str, Path]
    _lues: dict[str, FamilleLue | FichierIllisible] = field(default_factory=dict)

    def lire(self, code: str) -> FamilleLue:
        """Return a family. Raises KeyError when it is not installed, FichierIllisible when unreadable."""
        if code not in self._lues:
            try:
                self._lues[code] = lire_dossier(self.dossiers[code])
            except FichierIllisible as illisible:
                self._lues[code] = illisible
        lue = self._lues[code]
        if isinstance(lue, FichierIllisible):
            raise lue
        return lue

    def empreinte(self, code: str) -> str:
        """Return what changes when any file of a family does, "" when it is not installed."""
        return empreinte(fichiers_de_famille(self.dossiers[code])) if code in self.dossiers else ""


def familles_installees(extensions: pluggy.PluginManager) -> Familles:
    """Return the families of the plugins. Raises PluginInvalide when a folder holds none."""
    return Familles({dossier.name: dossier for dossier in plugin_manager.dossiers_familles(extensions)})
