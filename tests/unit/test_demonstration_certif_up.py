"""The fictitious centres and former candidates that the demonstration of Certif-UP reads."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.candidat import lire_etat_civil
from portal.domain.date_saisie import lire_date

DOSSIER = Path(__file__).parents[2] / "plugins" / "certif_up" / "demonstration"
REFERENTIEL = referentiel()
EPREUVES = ("E1", "E2", "E3")
COMPTABLES = {"Ciel Comptabilité", "Sage 50 Comptabilité", "EBP Compta", "Cegid Loop", "Quadra Compta"}
TABLEURS = {"Excel 2017", "Excel 2019", "LibreOffice Calc 7"}
TEXTEURS = {"Word 2019", "LibreOffice Writer 7"}
# Kept for fiction by the numbering plan: nobody answers there.
FICTIFS = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98)( \d\d){2}")
LETTRES = "ABCDEFGHJKLMNPQRSTUVWXY"


def lire(nom: str) -> list[dict[str, str]]:
    with (DOSSIER / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";", strict=True))


CENTRES = lire("centres.csv")
ANCIENS = lire("anciens_candidats.csv")


def logiciels(centre: dict[str, str], epreuve: str) -> list[str]:
    return centre[f"{epreuve}_logiciels"].split(" | ")


def organises(centre: dict[str, str]) -> tuple[str, ...]:
    return tuple(epreuve for epreuve in EPREUVES if centre[f"{epreuve}_places"])


def test_l_entete_des_centres_est_celui_que_l_import_attend():
    assert list(CENTRES[0]) == [
        "code", "intitule", "adresse", "code_postal", "commune", "departement", "courriel", "telephone",
        "modalites", "habilite_du", "habilite_au",
        *(f"{epreuve}_{quoi}" for epreuve in EPREUVES for quoi in ("logiciels", "places")),
    ]  # fmt: skip
    assert all(None not in une for une in (*CENTRES, *ANCIENS))


@pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre["code"])
def test_chaque_centre_est_dans_une_vraie_commune_de_son_departement(centre):
    assert re.fullmatch(rf"C{centre['departement']}[A-Z]", centre["code"])
    assert centre["courriel"] == f"centre.{centre['code'].lower()}@example.org"
    assert not centre["telephone"] or FICTIFS.fullmatch(centre["telephone"])
    communes = {commune.nom: commune for commune in REFERENTIEL.communes_de(centre["code_postal"])}
    assert communes[centre["commune"]].departement == centre["departement"]


@pytest.mark.parametrize("centre", CENTRES, ids=lambda centre: centre["code"])
def test_chaque_epreuve_organisee_dit_ses_places_et_des_logiciels_qui_lui_conviennent(centre):
    permis = {"E1": COMPTABLES, "E2": COMPTABLES | TABLEURS, "E3": TEXTEURS | TABLEURS}
    assert organises(centre)
    for epreuve in organises(centre):
        assert set(logiciels(centre, epreuve)) <= permis[epreuve]
        assert centre[f"{epreuve}_places"] == "0" or 2 <= int(centre[f"{epreuve}_places"]) <= 24
    assert {e for e in EPREUVES if centre[f"{e}_logiciels"]} == set(organises(centre))


def test_les_centres_montrent_chaque_cas_qu_un_candidat_peut_rencontrer():
    assert len(CENTRES) == len({centre["code"] for centre in CENTRES}) == 30
    assert len({centre["modalites"] for centre in CENTRES}) == 30
    assert {("E1",), ("E1", "E2"), EPREUVES} <= {organises(centre) for centre in CENTRES}
    assert sum(not centre["habilite_du"] for centre in CENTRES) == 2
    finis = [c for c in CENTRES if c["habilite_au"] and lire_date(c["habilite_au"]) < date(2022, 1, 1)]
    assert len(finis) == 1
    assert sum(centre[f"{epreuve}_places"] == "0" for centre in CENTRES for epreuve in EPREUVES) == 1
    voulus = "2A 2B 02 59 63 67 57 75 13 31 33 35 44 69 971 972 973 974 976 987 988".split()
    assert set(voulus) <= {centre["departement"] for centre in CENTRES}


def test_l_exemple_du_guide_est_a_papeete_avec_ses_logiciels():
    """Guide 001, 6."""
    (centre,) = (centre for centre in CENTRES if centre["departement"] == "987")
    assert (centre["code"], centre["intitule"], centre["commune"]) == ("C987A", "TAHITIPLUS", "Papeete")
    assert logiciels(centre, "E1") == ["Ciel Comptabilité"]
    assert logiciels(centre, "E2") == ["Ciel Comptabilité", "Excel 2017"]


@pytest.mark.parametrize("ancien", ANCIENS, ids=lambda ancien: ancien["nuc"])
def test_chaque_ancien_candidat_a_un_etat_civil_que_le_portail_accepte(ancien):
    etat_civil = lire_etat_civil(ancien, REFERENTIEL, date(2024, 1, 1))
    assert etat_civil.nom_naissance == ancien["nom_naissance"]
    assert (etat_civil.naissance_commune or "") == ancien["naissance_commune"]
    assert re.fullmatch(r"[a-z-]+\.[a-z-]+@example\.org", ancien["courriel"])
    assert re.fullmatch(r"(janvier|juin) 202[123]", ancien["derniere_session"])


@pytest.mark.parametrize("ancien", ANCIENS, ids=lambda ancien: ancien["nuc"])
def test_la_lettre_d_un_nuc_se_deduit_de_ses_huit_chiffres(ancien):
    nombre, lettre = ancien["nuc"][:-1], ancien["nuc"][-1]
    assert re.fullmatch("[0-9]{8}", nombre)
    assert lettre == LETTRES[int(nombre) % 23]


def test_deux_personnes_ont_deux_nuc_et_deux_adresses():
    assert len(ANCIENS) == len({a["nuc"] for a in ANCIENS}) == len({a["courriel"] for a in ANCIENS}) == 40
    personnes = Counter((a["nom_naissance"], a["prenoms"], a["naissance_le"]) for a in ANCIENS)
    assert sorted(personnes.values())[-3:] == [1, 2, 2]
    assert {"2A", "2B", "971", ""} <= {a["naissance_departement"] for a in ANCIENS}
