from datetime import date

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.candidat import EtatCivil, EtatCivilInvalide, age, lire_etat_civil
from portal.domain.lieu_de_naissance import departements_de_naissance
from portal.domain.typographie import INSECABLE

AUJOURD_HUI = date(2026, 11, 20)
SAISIE = {
    "civilite": "MONSIEUR",
    "nom_naissance": "TALU",
    "nom_naissance_confirmation": "talu",
    "nom_usage": "",
    "prenoms": "Jean, Émile",
    "naissance_le": "01/01/2001",
    "naissance_le_confirmation": "1/1/2001",
    "naissance_pays": "FR",
    "naissance_departement": "062",
    "naissance_commune": "BEUVRY",
}


def lire(**autres):
    return lire_etat_civil(SAISIE | autres, referentiel(), AUJOURD_HUI)


def erreurs(**autres):
    with pytest.raises(EtatCivilInvalide) as info:
        lire(**autres)
    return {cle: phrase.replace(INSECABLE, " ") for cle, phrase in info.value.erreurs.items()}


def test_un_etat_civil_complet_est_lu():
    assert lire() == EtatCivil(
        "MONSIEUR", "TALU", "", "Jean Émile", date(2001, 1, 1), "FR", "062", "Beuvry", "62126"
    )


def test_toutes_les_erreurs_sont_dites_a_la_fois():
    assert set(erreurs(civilite="", nom_naissance="", prenoms="", naissance_le="", naissance_pays="")) == {
        "civilite", "nom_naissance", "prenoms", "naissance_le", "naissance_pays",
    }  # fmt: skip


def test_une_confirmation_differente_est_refusee():
    assert erreurs(nom_naissance_confirmation="TALUT", naissance_le_confirmation="01/01/2002") == {
        "nom_naissance_confirmation": "Les deux saisies sont différentes.",
        "naissance_le_confirmation": "Les deux saisies sont différentes.",
    }


def test_une_date_de_naissance_impossible_est_refusee():
    assert "dans le futur" in erreurs(naissance_le="21/11/2026")["naissance_le"]
    assert "avant 1900" in erreurs(naissance_le="31/12/1899")["naissance_le"]
    assert "vous auriez 9 ans" in erreurs(naissance_le="21/11/2016")["naissance_le"]


def test_une_personne_nee_a_l_etranger_n_a_pas_de_departement():
    lu = lire(naissance_pays="BE", naissance_departement="", naissance_commune="Liège")
    assert (lu.naissance_departement, lu.naissance_commune, lu.naissance_commune_code) == (
        None,
        "Liège",
        None,
    )
    assert lire(naissance_pays="DZ", naissance_commune="").naissance_commune is None


def test_la_commune_de_naissance_est_dans_son_departement():
    assert erreurs(naissance_commune="Beuvri") == {
        "naissance_commune": "« Beuvri » n'est pas une commune du département 062 - PAS DE CALAIS. "
        "Vouliez-vous dire « Beuvry » ?"
    }
    assert "naissance_commune" in erreurs(naissance_commune="Versailles")
    assert erreurs(naissance_commune="") == {"naissance_commune": "Indiquez votre commune de naissance."}
    assert "naissance_departement" in erreurs(naissance_departement="")
    assert "naissance_departement" in erreurs(naissance_departement="999")


def test_une_commune_disparue_est_gardee_quand_la_personne_le_dit():
    lu = lire(naissance_commune="Xivry-le-Vieux", commune_disparue="oui")
    assert (lu.naissance_commune, lu.naissance_commune_code) == ("Xivry-le-Vieux", None)


def test_une_commune_fusionnee_est_encore_un_lieu_de_naissance():
    lu = lire(naissance_departement="001", naissance_commune="Cordieux")
    assert lu.naissance_commune_code == "01120"


@pytest.mark.parametrize("texte", ["Paris 15", "PARIS 15e arrondissement", "Paris 15ème"])
def test_un_arrondissement_se_tape_comme_on_le_dit(texte):
    assert lire(naissance_departement="75", naissance_commune=texte).naissance_commune_code == "75115"


def test_la_corse_etait_un_seul_departement_avant_1976():
    ne_avant = {"naissance_le": "31/12/1975", "naissance_le_confirmation": "31/12/1975"}
    assert (
        lire(naissance_departement="020", naissance_commune="Ajaccio", **ne_avant).naissance_departement
        == "020"
    )
    assert (
        lire(naissance_departement="02A", naissance_commune="Ajaccio", **ne_avant).naissance_departement
        == "02A"
    )
    assert (
        "02A ou 02B"
        in erreurs(naissance_departement="020", naissance_commune="Ajaccio")["naissance_departement"]
    )
    codes = [un.code3 for un in departements_de_naissance(referentiel())]
    assert codes[codes.index("02B") + 1] == "020"


def test_argenteuil_etait_en_seine_et_oise_avant_1968():
    ne_avant = {"naissance_le": "31/12/1967", "naissance_le_confirmation": "31/12/1967"}
    assert (
        lire(naissance_departement="078", naissance_commune="Argenteuil", **ne_avant).naissance_commune_code
        == "95018"
    )
    assert "naissance_commune" in erreurs(naissance_departement="078", naissance_commune="Argenteuil")


def test_l_age_change_le_jour_de_l_anniversaire():
    assert age(date(2001, 11, 20), date(2026, 11, 19)) == 24
    assert age(date(2001, 11, 20), date(2026, 11, 20)) == 25
    assert age(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert age(date(2004, 2, 29), date(2022, 3, 1)) == 18
