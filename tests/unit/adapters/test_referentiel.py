from zoneinfo import ZoneInfo

import pytest

from portal.adapters.referentiel import referentiel

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
