"""The NUC as a number, and who is the same person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.identite import identite

NOMBRES = st.integers(0, numero.TIRAGES - 1)


def test_un_nuc_a_huit_chiffres_et_leur_lettre() -> None:
    assert numero.composer(412357) == "00412357P"
    assert numero.composer(22010870) == "22010870J"
    with pytest.raises(ValueError):
        numero.composer(numero.TIRAGES)


def test_les_lettres_ne_ressemblent_pas_a_des_chiffres() -> None:
    assert len(set(numero.LETTRES)) == 23
    assert not set("IOZ") & set(numero.LETTRES)


@pytest.mark.parametrize(
    "saisie", ["22010870J", " 2201 0870 j ", "2201-0870-J", "2201\N{NO-BREAK SPACE}0870J"]
)
def test_un_nuc_se_lit_comme_on_le_tape(saisie: str) -> None:
    assert numero.lire(saisie) == "22010870J"


@pytest.mark.parametrize("saisie", ["", "J", "12345", "1234567890123", "nom@exemple.fr", "ÉLÉONORE"])
def test_ce_qui_n_est_pas_un_nuc_n_en_est_pas_un(saisie: str) -> None:
    assert numero.lire(saisie) is None
    assert "4821 0937 K" in (numero.faute(saisie) or "")


@given(NOMBRES)
def test_un_nuc_se_relit_tel_qu_il_s_affiche(nombre: int) -> None:
    nuc = numero.composer(nombre)
    assert numero.lire(numero.afficher(nuc)) == nuc
    assert numero.faute(nuc) is None


@given(NOMBRES, st.integers(0, 7), st.integers(0, 9))
def test_un_chiffre_faux_se_voit(nombre: int, place: int, chiffre: int) -> None:
    nuc = numero.composer(nombre)
    autre = nuc[:place] + str(chiffre) + nuc[place + 1 :]
    assert autre == nuc or not numero.est_du_portail(autre)


@given(NOMBRES, st.integers(0, 6))
def test_deux_chiffres_voisins_echanges_se_voient(nombre: int, place: int) -> None:
    nuc = numero.composer(nombre)
    autre = nuc[:place] + nuc[place + 1] + nuc[place] + nuc[place + 2 :]
    assert autre == nuc or not numero.est_du_portail(autre)
    assert autre == nuc or "lettre" in (numero.faute(autre) or "")


def test_un_nuc_repris_garde_sa_forme() -> None:
    assert numero.afficher("UP2021B77") == "UP2021B77"
    assert numero.faute("up-2021 b77") is None


def test_une_personne_se_reconnait_sans_accents_ni_majuscules() -> None:
    naissance = date(1996, 3, 14)
    assert identite("Kebbati", "Inès, Louise", naissance) == identite("KEBBATI", "ines", naissance)
    assert identite("Le Quérrec", "Anne", naissance) == identite("LE-QUERREC", "Anne Marie", naissance)


def test_des_jumelles_sont_deux_personnes() -> None:
    naissance = date(1996, 3, 14)
    assert identite("Duru", "Marie-Hélène", naissance) != identite("Duru", "Marie-Claire", naissance)
    assert identite("Duru", "", naissance) != identite("Duru", "Anne", naissance)
