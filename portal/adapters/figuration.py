"""Reads what the demonstration invents people from (portal/data/demonstration.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from portal.adapters.specimens import Modele


@cache
def figuration() -> Mapping[str, Any]:
    """Return names, places, spécialités with their weight, motives, and the papers of each pièce."""
    lue: dict[str, Any] = json.loads((files("portal") / "data" / "demonstration.json").read_bytes())
    lue["papiers"] = {code: tuple(map(_modele, papiers)) for code, papiers in lue["papiers"].items()}
    return lue


def _modele(papier: Mapping[str, Any]) -> Modele:
    champs = {**papier, "lignes": tuple(papier["lignes"])}
    if "fond" in champs:
        champs["fond"] = tuple(champs["fond"])
    return Modele(**champs)
