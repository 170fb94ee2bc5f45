"""Where an error about a path must point."""

import pytest

from portal.domain.langage.arbre import Table, trouver
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.source import lire

FICHIER = """\
famille: cs
calendrier:
  inscription: {du: 1, au: 2}
specialites: [a, b]
contacts:
  - service: S
    courriel: c
epreuves: Épreuves
"""


@pytest.fixture
def arbre():
    table = lire(FICHIER, "f.yaml", Rapport())
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize(
    ("chemin", "valeur", "cle"),
    [
        ((), "1:1", "1:1"),
        (("famille",), "1:10", "1:1"),
        (("calendrier", "inscription", "au"), "3:28", "3:24"),
        (("specialites", 1), "4:18", "4:18"),
        (("contacts", 0, "courriel"), "7:15", "7:5"),
    ],
)
def test_une_erreur_montre_la_valeur_ou_la_cle(arbre, chemin, valeur, cle):
    noeud, position = trouver(arbre, chemin)
    assert noeud is not None
    assert str(position) == f"f.yaml:{valeur}"
    assert str(trouver(arbre, chemin, cle=True)[1]) == f"f.yaml:{cle}"


@pytest.mark.parametrize(
    ("chemin", "place"),
    [
        (("calendrier", "hauteur"), "2:1"),
        (("calendrier", "hauteur", "au"), "2:1"),
        (("session",), "1:1"),
        (("specialites", 5), "4:1"),
        (("specialites", "a"), "4:1"),
        (("contacts", 0, "service", "x"), "6:14"),
        (("epreuves", "intitule"), "8:11"),
        (("epreuves", 0), "8:11"),
    ],
)
def test_ce_qui_manque_montre_la_cle_de_son_parent(arbre, chemin, place):
    noeud, position = trouver(arbre, chemin)
    assert noeud is None
    assert str(position) == f"f.yaml:{place}"


def test_l_arbre_nu_n_est_fait_que_de_textes(arbre):
    assert arbre.nu()["calendrier"] == {"inscription": {"du": "1", "au": "2"}}
    assert arbre.nu()["contacts"] == [{"service": "S", "courriel": "c"}]
    assert arbre.get("rien") is None
