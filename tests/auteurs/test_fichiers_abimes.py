"""Shipped files, damaged at random: always a report or a whole modèle, never a failure of the compiler."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from portal.adapters.referentiel import referentiel
from portal.domain.langage.apercu import Apercu
from portal.domain.langage.canonique import canoniser
from portal.domain.langage.essai import essayer_famille
from portal.domain.langage.lecteur import Fichier, compiler_modele, lire_famille, recompiler
from portal.domain.langage.scenarios import jouer
from tests.auteurs.test_modeles_livres import DOSSIERS, MODELES, fichier

VALEURS = [
    "x", "oui", "", "3", "-1", "é", "01/01/2030", "=x", "=candidat.age", "<x>", [], {}, ["a"], [[]],
    {"a": "b"},
    [{"si": "x"}], {"si": {"x": "y"}}, {"un_de": ["a"]}, {"telles_que": "oui"}, {"au_moins": "a"},
]  # fmt: skip
ESSAIS = 25


def noeuds(valeur: Any) -> Iterator[tuple[Any, Any]]:
    """Return (table or list, key) for everything inside a value."""
    lignes = (
        valeur.items() if isinstance(valeur, dict) else enumerate(valeur) if isinstance(valeur, list) else ()
    )
    for cle, dedans in lignes:
        yield valeur, cle
        yield from noeuds(dedans)


def abimer(hasard: random.Random, valeur: Any) -> None:
    parent, cle = hasard.choice(list(noeuds(valeur)))
    sort = hasard.random()
    if sort < 0.2:
        del parent[cle]
    elif sort < 0.4 and isinstance(parent, dict):
        parent[f"z{cle}"] = parent.pop(cle)
    else:
        parent[cle] = copy.deepcopy(hasard.choice(VALEURS))


def ecrire(nom: str, valeur: Any) -> Fichier:
    return Fichier(nom, yaml.dump(valeur, allow_unicode=True, sort_keys=False).encode())


@pytest.mark.parametrize("graine", range(4))
def test_un_fichier_abime_donne_un_rapport_ou_un_modele(graine: int) -> None:
    hasard = random.Random(graine)
    for _ in range(ESSAIS):
        modele = yaml.load(hasard.choice(MODELES).read_text("utf-8"), Loader=yaml.BaseLoader)
        dossier = DOSSIERS[modele["famille"]]
        famille = yaml.load((dossier / "famille.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
        for _ in range(hasard.choice((1, 1, 2, 4))):
            abimer(hasard, hasard.choice((modele, famille)))
        specialites = [fichier(une) for une in sorted(dossier.glob("specialites/*.yaml"))]
        lue = lire_famille(ecrire("famille.yaml", famille), specialites)
        assert lue is not None
        essayer_famille(lue, referentiel())
        compilation = compiler_modele(lue, ecrire("modele.yaml", modele), "a/b", referentiel())
        assert (compilation.modele is None) == bool(compilation.rapport.erreurs)
        if compilation.modele is not None and compilation.declaration is not None:
            jouer(compilation, referentiel())
            assert list(Apercu(compilation.modele).lignes())
            relu = recompiler(*canoniser(compilation.declaration), "a/b", referentiel())
            assert relu == compilation.modele
