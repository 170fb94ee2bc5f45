import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.numero import numero_candidat, numero_candidat_valide, numero_inscription, numero_version

RANGS = st.integers(1, 10**6 - 1)


@given(RANGS)
def test_un_numero_candidat_a_onze_chiffres_et_se_verifie(rang):
    numero = numero_candidat(2026, rang)
    assert len(numero) == 11
    assert numero[:10] == f"2026{rang:06}"
    assert numero_candidat_valide(numero)


@given(RANGS, st.integers(0, 10), st.integers(1, 9))
def test_un_chiffre_faux_se_voit_toujours(rang, place, ecart):
    numero = numero_candidat(2026, rang)
    faux = f"{numero[:place]}{(int(numero[place]) + ecart) % 10}{numero[place + 1 :]}"
    assert not numero_candidat_valide(faux)


@given(RANGS, st.integers(0, 9))
def test_deux_chiffres_voisins_echanges_se_voient(rang, place):
    numero = numero_candidat(2026, rang)
    echange = numero[:place] + numero[place + 1] + numero[place] + numero[place + 2 :]
    assert numero_candidat_valide(echange) == (echange == numero)


@pytest.mark.parametrize("texte", ["", "0193801933", "0193801933A", "٠٠٠٠٠٠٠٠٠١٣", "000000000130"])
def test_ce_qui_n_est_pas_onze_chiffres_n_est_pas_un_numero(texte):
    assert not numero_candidat_valide(texte)


@pytest.mark.parametrize("rang", [0, -1, 10**6])
def test_un_rang_hors_limites_est_une_erreur(rang):
    with pytest.raises(ValueError):
        numero_candidat(2026, rang)


def test_les_numeros_courts_gardent_leurs_zeros():
    assert numero_inscription(1) == "001"
    assert numero_version(2) == "02"
    assert numero_inscription(1234) == "1234"
