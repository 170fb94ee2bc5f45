import json
from zoneinfo import ZoneInfo

import pytest

from portal.adapters.referentiel import DONNEES, referentiel

REFERENTIEL = referentiel()


def test_les_codes_postaux_menent_a_leurs_communes():
    assert [c.nom for c in REFERENTIEL.communes_de("62660")] == ["Beuvry"]
    assert [c.nom for c in REFERENTIEL.communes_de("78000")] == ["Versailles"]
    assert len(REFERENTIEL.communes_de("51300")) == 46
    assert REFERENTIEL.communes_de("00000") == ()


def test_une_commune_connait_son_departement():
    assert REFERENTIEL.departement_de(REFERENTIEL.commune("2A004")).code == "2A"
    assert REFERENTIEL.departement_de(REFERENTIEL.commune("97415")).code3 == "974"


@pytest.mark.parametrize(
    ("code_postal", "departement"),
    [("63000", "63"), ("20100", "2A"), ("20200", "2B"), ("97133", "977"), ("97150", "978"), ("98800", "988")],
)
def test_un_code_postal_a_un_departement(code_postal, departement):
    assert REFERENTIEL.departement_de(code_postal).code == departement


@pytest.mark.parametrize("ecrit", ["62", "062", "62 "])
def test_un_departement_s_ecrit_court_ou_sur_trois_caracteres(ecrit):
    assert REFERENTIEL.departement(ecrit).intitule == "062 - PAS DE CALAIS"


def test_un_departement_inconnu_n_existe_pas():
    assert REFERENTIEL.departement("20") is None
    assert REFERENTIEL.departement("") is None


def test_les_pays_commencent_par_la_france_qui_comprend_l_outre_mer():
    codes = [pays.code for pays in REFERENTIEL.pays]
    assert REFERENTIEL.pays[0].nom == "FRANCE (DONT OUTRE-MER)"
    assert len(codes) == len(set(codes)) == 238
    assert not {"GP", "RE", "NC"} & set(codes)
    assert REFERENTIEL.un_pays("CI").nom == "CÔTE D'IVOIRE"


def test_les_nationalites_commencent_par_la_francaise_et_sont_celles_de_pays():
    codes = [une.code for une in REFERENTIEL.nationalites]
    assert REFERENTIEL.nationalites[0].nom == "Française"
    assert len({une.nom for une in REFERENTIEL.nationalites}) == len(codes) == 200
    assert set(codes) - {pays.code for pays in REFERENTIEL.pays} == {"XX"}


def test_chaque_departement_habite_a_une_academie_et_une_seule():
    rattaches = [code for academie in REFERENTIEL.academies.values() for code in academie.departements]
    assert len(rattaches) == len(set(rattaches))
    assert {d.code for d in REFERENTIEL.departements} - set(rattaches) == {"984", "989"}
    assert REFERENTIEL.academie_de("63").intitule == "académie de Clermont-Ferrand"
    assert REFERENTIEL.academie_de("13").intitule == "académie d'Aix-Marseille"
    assert REFERENTIEL.academie_de("987").intitule == "vice-rectorat de la Polynésie française"


def test_une_organisation_nationale_n_a_pas_de_territoire_et_n_en_prend_a_aucune_academie():
    nationale = REFERENTIEL.academies["national"]
    assert nationale.nationale
    assert nationale.intitule == "organisation nationale"
    assert (nationale.departements, nationale.fuseau, nationale.site) == ((), "Europe/Paris", "")
    assert [une.code for une in REFERENTIEL.academies.values() if une.nationale] == ["national"]
    assert REFERENTIEL.academie_de("75").code == "paris"


def test_chaque_academie_a_une_heure_et_un_site():
    for academie in REFERENTIEL.academies.values():
        assert ZoneInfo(academie.fuseau).key == academie.fuseau
        assert academie.site.startswith("https://") or academie.nationale
    assert REFERENTIEL.academies["martinique"].fuseau == "America/Martinique"


def voisins(code):
    return " ".join(departement.code for departement in REFERENTIEL.voisins(code))


@pytest.mark.parametrize(
    ("code", "attendus"),
    [
        ("02", "08 51 59 60 77 80"),
        ("75", "92 93 94"),
        ("93", "75 77 92 94 95"),
        ("2A", "2B"),
        ("59", "02 62 80"),
        ("63", "03 15 19 23 42 43"),
        ("67", "54 57 68 88"),
        ("57", "54 67"),
        ("69", "01 38 42 71"),
        ("90", "25 68 70 88"),
        ("29", "22 56"),
        ("74", "01 73"),
    ],
)
def test_un_departement_a_les_limitrophes_de_la_carte(code, attendus):
    assert voisins(code) == attendus
    assert not REFERENTIEL.departement(code).outre_mer


@pytest.mark.parametrize(
    ("code", "attendus"),
    [
        ("971", "972 977 978 973"),
        ("973", "972 971"),
        ("974", "976"),
        ("975", ""),
        ("987", "986 988"),
        ("984", ""),
    ],
)
def test_outre_mer_les_plus_proches_remplacent_les_limitrophes(code, attendus):
    assert voisins(code) == attendus
    assert REFERENTIEL.departement(code).outre_mer


@pytest.mark.parametrize("ecrit", ["02", "002", "2", " 02 "])
def test_les_voisins_se_demandent_avec_le_code_comme_on_l_ecrit(ecrit):
    assert voisins(ecrit) == "08 51 59 60 77 80"
    assert voisins("2a") == voisins("02a") == "2B"
    assert voisins("20") == voisins("") == voisins("999") == ""


def test_chaque_voisin_existe_et_l_est_dans_les_deux_sens_sans_l_etre_de_soi():
    for departement in REFERENTIEL.departements:
        siens = REFERENTIEL.voisins(departement.code)
        assert len(set(siens)) == len(siens)
        assert departement not in siens
        assert all(departement in REFERENTIEL.voisins(un.code) for un in siens)


def test_aucun_departement_de_la_carte_ne_manque_et_la_mer_separe_les_autres():
    donnees = json.loads((DONNEES / "limitrophes.json").read_bytes())
    a_terre = {d.code for d in REFERENTIEL.departements if not d.outre_mer}
    assert set(donnees["limitrophes"]) == a_terre
    assert all(donnees["limitrophes"].values())
    assert set(donnees["proches"]) == {d.code for d in REFERENTIEL.departements} - a_terre
