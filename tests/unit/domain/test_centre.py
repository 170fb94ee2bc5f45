"""Centres around a candidate: those of the département, else those next to it; what is left, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.centre import Annuaire, AnnuaireDEssai, Centre, CentreOffrant, OffreEpreuve, chercher

ESPACE = "\N{NO-BREAK SPACE}"


class Connus:
    """A directory of these centres, all open."""

    sur_parole = False

    def __init__(self, *offrants: CentreOffrant) -> None:
        self._offrants = offrants

    def centre(self, code: str) -> Centre | None:
        return next((o.centre for o in self._offrants if o.centre.code == code), None)

    def offrant(self, code: str) -> CentreOffrant | None:
        return next((o for o in self._offrants if o.centre.code == code), None)

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        return self._offrants


def offrant(code: str, departement: str, **restes: int) -> CentreOffrant:
    centre = Centre(len(code), code, f"Centre {code}", commune=code, departement=departement)
    return CentreOffrant(centre, {e: OffreEpreuve(e, reste) for e, reste in restes.items()})


def codes(offrants: Sequence[CentreOffrant]) -> list[str]:
    return [un.centre.code for un in offrants]


@pytest.mark.parametrize(
    ("places", "prises", "phrase"),
    [
        (10, 2, f"8{ESPACE}places"),
        (10, 7, f"plus que 3{ESPACE}places"),
        (1, 0, "dernière place"),
        (3, 3, "complet"),
        (2, 5, "complet"),
    ],
)
def test_ce_qui_reste_se_dit_en_mots(places: int, prises: int, phrase: str) -> None:
    assert OffreEpreuve("E1", places, prises).en_mots == phrase


def test_seuls_les_centres_de_toutes_les_epreuves_sont_donnes_les_complets_a_la_fin() -> None:
    connus = Connus(
        offrant("Arras", "62", E1=0, E2=4),
        offrant("Béthune", "62", E1=1, E2=1),
        offrant("Calais", "62", E1=9),
        offrant("Lens", "62", E1=1, E2=2),
        offrant("Lille", "59", E1=5, E2=5),
    )
    trouves = chercher(connus, referentiel(), "062", ("E1", "E2"))
    assert codes(trouves.ici) == ["Béthune", "Lens", "Arras"]
    assert trouves.autour == ()


def test_les_departements_limitrophes_ne_sont_donnes_que_faute_de_mieux() -> None:
    connus = Connus(offrant("Lille", "59", E1=5), offrant("Amiens", "80", E1=5), offrant("Nice", "06", E1=5))
    trouves = chercher(connus, referentiel(), "062", ("E1",))
    assert trouves.ici == ()
    assert {lieu.code: codes(la) for lieu, la in trouves.autour} == {"59": ["Lille"], "80": ["Amiens"]}
    assert trouves.limitrophes


def test_outre_mer_les_plus_proches_n_ont_pas_de_limite_commune() -> None:
    connus = Connus(offrant("Fort-de-France", "972", E1=5))
    trouves = chercher(connus, referentiel(), "971", ("E1",))
    assert [codes(la) for _, la in trouves.autour] == [["Fort-de-France"]]
    assert not trouves.limitrophes


@pytest.mark.parametrize(("departement", "epreuves"), [("", ("E1",)), ("062", ()), ("999", ("E1",))])
def test_rien_ne_se_cherche_sans_departement_ni_epreuve(departement: str, epreuves: tuple[str, ...]) -> None:
    connus = Connus(offrant("Lens", "62", E1=1))
    assert chercher(connus, referentiel(), departement, epreuves).vide


def test_un_scenario_prend_tout_centre_sur_parole() -> None:
    annuaire: Annuaire = AnnuaireDEssai()
    centre = annuaire.centre("X1")
    assert centre is not None
    assert (centre.code, annuaire.sur_parole, annuaire.offrant("X1")) == ("X1", True, None)
