"""Reads the reference data of portal/data, once per process and only when asked."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from sys import intern
from typing import Any

from portal.domain.referentiel import FRANCE, Academie, Commune, Communes, Departement, Pays, Referentiel
from portal.domain.texte_saisi import sans_accents

DONNEES = files("portal") / "data"


@cache
def referentiel() -> Referentiel:
    """Return the process's Referentiel; the communes are read at their first use."""
    return Referentiel(
        communes=_communes,
        departements=(Departement(code, nom) for code, nom in _json("departements.json")),
        pays=_pays(),
        nationalites=_nationalites(),
        academies=(
            Academie(code, **une | {"departements": tuple(une["departements"])})
            for code, une in _json("academies.json").items()
        ),
        voisins={code: tuple(d) for liste in _json("limitrophes.json").values() for code, d in liste.items()},
    )


def _communes() -> Communes:
    """Read line by line: the whole list in memory at once would cost each process another 10 MB."""
    partages: dict[tuple[str, ...], tuple[str, ...]] = {}
    actuelles, anciennes = [], []
    with (DONNEES / "communes.jsonl.gz").open("rb") as fichier, gzip.open(fichier) as lignes:
        for ligne in lignes:
            code, nom, suite = json.loads(ligne)
            if isinstance(suite, str):
                anciennes.append(Commune(code, nom))
                continue
            codes_postaux = tuple(map(intern, suite))
            actuelles.append(Commune(code, nom, partages.setdefault(codes_postaux, codes_postaux)))
    return Communes(actuelles, anciennes)


def _pays() -> Iterable[Pays]:
    """FRANCE first, then in the order of the alphabet, in capitals as on the forms of the State."""
    autres = sorted(_json("pays.json"), key=lambda ligne: sans_accents(ligne[1]))
    yield Pays(FRANCE, "FRANCE (DONT OUTRE-MER)")
    yield from (Pays(code, nom.upper()) for code, nom in autres if code != FRANCE)


def _nationalites() -> list[Pays]:
    lignes = sorted(_json("nationalites.json").items(), key=lambda ligne: sans_accents(ligne[1]))
    return [Pays(code, nom) for code, nom in sorted(lignes, key=lambda ligne: ligne[0] != FRANCE)]


def _json(nom: str) -> Any:
    return json.loads((DONNEES / nom).read_bytes())
