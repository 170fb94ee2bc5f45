from portal.domain.champs import TYPES
from tests.unit.domain.champs.lecture import ENV, affiche, champ, lire, refus

COMMUNE = champ("commune")


def test_un_code_postal_d_une_seule_commune_suffit():
    lue = lire(COMMUNE, code_postal="62 660")
    assert lue == {"code_postal": "62660", "commune": "62126", "nom": "Beuvry"}
    assert affiche(COMMUNE, lue) == "62660 Beuvry"
    assert TYPES["commune"].valeur(COMMUNE, lue) == "62126"


def test_un_code_postal_de_plusieurs_communes_demande_laquelle():
    phrase, partie = refus(COMMUNE, code_postal="78270")
    assert phrase.startswith("Le code postal 78270 est celui de 13 communes (Bennecourt, Blaru,")
    assert phrase.endswith("choisissez la vôtre.")
    assert partie == "commune"
    proposees = TYPES["commune"].options(COMMUNE, ENV, {"code_postal": ["78270"]})
    assert "Blaru" in [option.intitule for option in proposees]


def test_une_commune_se_tape_sans_accents_ni_tirets_avec_st_pour_saint():
    assert lire(COMMUNE, code_postal="78270", commune="BLARU")["commune"] == "78068"
    assert lire(COMMUNE, code_postal="97460", commune="st paul")["nom"] == "Saint-Paul"
    assert lire(COMMUNE, code_postal="85350", commune="l ile d yeu")["nom"] == "L'Île-d'Yeu"


def test_une_commune_et_un_code_postal_qui_ne_vont_pas_ensemble_sont_refuses():
    assert refus(COMMUNE, code_postal="78000", commune="Paris") == (
        "La commune « Paris » n'a pas le code postal 78000 : avec ce code postal, il y a Versailles.",
        "commune",
    )
    assert refus(COMMUNE, code_postal="78000", commune="62126")[0].startswith("La commune « Beuvry » n'a pas")


def test_un_code_postal_faux_le_dit():
    assert refus(COMMUNE, code_postal="7800") == (
        "Un code postal français a cinq chiffres. Celui-ci en a 4.",
        "code_postal",
    )
    assert refus(COMMUNE, code_postal="99999")[0].startswith("Le code postal 99999 n'existe pas.")
    assert refus(COMMUNE, commune="Blaru") == ("Indiquez aussi le code postal.", "code_postal")


def test_un_arrondissement_est_la_ville():
    assert lire(COMMUNE, code_postal="75015")["nom"] == "Paris"
