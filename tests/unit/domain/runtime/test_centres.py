"""Which centres a search gives, and when one of them can be asked for (guide 001 §6)."""

from collections.abc import Sequence

import pytest
from centres_dessines import E1_E2, AnnuaireFixe, dans_les_centres, modele_a_centres, offrant

from portal.adapters.referentiel import referentiel
from portal.domain.centre import (
    AnnuaireDEssai,
    AnnuaireVide,
    CentreOffrant,
    OffreEpreuve,
    Recherche,
    chercher,
)
from portal.domain.centre_choisi import centre_de, ouvres_de, refus_centre


def recherche(
    *offrants: CentreOffrant, departement: str = "59", epreuves: Sequence[str] = ("E1",)
) -> Recherche:
    return chercher(AnnuaireFixe(offrants), referentiel(), departement, epreuves)


def codes(offrants: Sequence[CentreOffrant]) -> list[str]:
    return [offrant.centre.code for offrant in offrants]


def test_un_centre_qui_n_organise_pas_toutes_les_epreuves_n_est_pas_propose_u_079() -> None:
    e1, toutes = offrant("SEUL", "59", "Lille", E1=5), offrant("TOUT", "59", "Lille", E1=5, E2=5)
    assert codes(recherche(e1, toutes, epreuves=("E1", "E2")).ici) == ["TOUT"]
    assert codes(recherche(e1, toutes).ici) == ["SEUL", "TOUT"]


def test_les_centres_complets_viennent_les_derniers_puis_par_commune_et_par_nom() -> None:
    trouvee = recherche(
        offrant("PLEIN", "59", "Arleux", E1=(2, 2)),
        offrant("ZUYDCOOTE", "59", "Zuydcoote", E1=1),
        offrant("EPPE", "59", "Éppe-Sauvage", E1=1),
        offrant("B", "59", "Lille", E1=1),
        offrant("A", "59", "Lille", E1=1),
    )
    assert codes(trouvee.ici) == ["EPPE", "A", "B", "ZUYDCOOTE", "PLEIN"]


def test_un_centre_est_complet_pour_les_seules_epreuves_demandees() -> None:
    centre = offrant("LILLE", "59", "Lille", E1=5, E2=(3, 3))
    assert centre.completes(("E1",)) == ()
    assert centre.completes(("E1", "E2")) == ("E2",)


def test_les_voisins_ne_servent_que_la_ou_il_n_y_a_rien_u_088() -> None:
    ici, voisin = offrant("LILLE"), offrant("ARRAS", "62", "Arras")
    assert recherche(ici, voisin).autour == ()
    autour = recherche(voisin).autour
    assert [(departement.code, codes(ouverts)) for departement, ouverts in autour] == [("62", ["ARRAS"])]


def test_un_centre_complet_suffit_a_ne_pas_chercher_ailleurs() -> None:
    trouvee = recherche(offrant("PLEIN", "59", "Lille", E1=(2, 2)), offrant("ARRAS", "62", "Arras"))
    assert (codes(trouvee.ici), trouvee.autour) == (["PLEIN"], ())


@pytest.mark.parametrize(
    ("departement", "limitrophes"), [("59", True), ("2A", True), ("971", False), ("987", False)]
)
def test_outre_mer_personne_n_est_limitrophe(departement: str, limitrophes: bool) -> None:
    assert recherche(departement=departement).limitrophes is limitrophes


@pytest.mark.parametrize(("departement", "epreuves"), [("", ("E1",)), ("999", ("E1",)), ("59", ())])
def test_sans_departement_ou_sans_epreuve_rien_n_est_cherche(
    departement: str, epreuves: Sequence[str]
) -> None:
    assert recherche(offrant(), departement=departement, epreuves=epreuves).vide


def test_aucun_centre_ni_ici_ni_autour() -> None:
    assert recherche(offrant("PARIS", "75", "Paris")).vide
    assert chercher(AnnuaireVide(), referentiel(), "59", ("E1",)).vide


@pytest.mark.parametrize(("places", "prises", "dit"), [
    (0, 0, "complet"), (5, 5, "complet"), (5, 7, "complet"), (5, 4, "dernière place"),
    (5, 2, "plus que 3 places"), (5, 1, "4 places"),
])  # fmt: skip
def test_ce_qui_reste_se_dit_en_mots(places: int, prises: int, dit: str) -> None:
    assert OffreEpreuve("E1", places, prises).en_mots.replace("\u00a0", " ") == dit


def refus(*ouverts: CentreOffrant, code: str = "LILLE", complet: str = "refus") -> str:
    ici = dans_les_centres(AnnuaireFixe(ouverts), {**E1_E2, "centre": code}, modele_a_centres(complet))
    return (refus_centre(ici, code) or "").replace("\u00a0", " ").replace("’", "'")


def test_un_centre_qui_convient_n_est_pas_refuse() -> None:
    assert refus(offrant()) == ""


def test_un_centre_ferme_ou_qui_n_organise_plus_une_epreuve_est_refuse() -> None:
    phrase = "Ce centre n'organise pas, ou plus, toutes vos épreuves : choisissez-en un autre."
    assert refus(offrant("ARRAS", "62", "Arras")) == phrase
    assert refus(offrant("LILLE", "59", "Lille", E1=5)) == phrase


def test_un_centre_complet_est_refuse_sauf_si_le_centre_en_decide() -> None:
    plein = offrant("LILLE", "59", "Lille", E1=(5, 5), E2=(3, 3))
    assert refus(plein) == "Ce centre n'a plus de place pour E1, E2 : choisissez-en un autre."
    assert refus(plein, complet="demande") == ""


def test_dans_un_scenario_n_importe_quel_code_est_un_centre_du_departement_demande() -> None:
    essai = AnnuaireDEssai("57")
    assert (essai.sur_parole, essai.centre("X").departement, essai.offrants(["57"])) == (True, "57", ())


@pytest.mark.parametrize(("departement", "jours"), [("57", "57"), ("75", "75"), ("", "")])
def test_les_jours_ouvres_sont_ceux_du_centre_choisi(departement: str, jours: str) -> None:
    ouverts = (offrant("LILLE", departement, "Lille"),)
    ici = dans_les_centres(AnnuaireFixe(ouverts), {**E1_E2, "centre": "LILLE"})
    assert centre_de(ici) is not None
    assert ouvres_de(ici).departement == jours


def test_sans_centre_choisi_les_jours_ouvres_sont_ceux_de_la_metropole() -> None:
    ici = dans_les_centres(AnnuaireFixe((offrant("METZ", "57", "Metz"),)), E1_E2)
    assert centre_de(ici) is None
    assert ouvres_de(ici).departement == ""
