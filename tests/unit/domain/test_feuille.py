"""CSV files as people really save them."""

from __future__ import annotations

import csv
import io

import pytest

from portal.domain.feuille import Colonne, Feuille, FeuilleIllisible, ecrire_feuille, lire_feuille

COLONNES = (
    Colonne("numero", "N° candidature", ("candidat",)),
    Colonne("lieu", "Lieu d'épreuve", ("centre",)),
    Colonne("salle", "Salle", obligatoire=False),
)
TEXTE = "N° candidature;Lieu d'épreuve;Salle\r\n20250000017-001;Lycée Émile-Zola;B12\r\n"


def lues(octets: bytes) -> list[dict[str, str]]:
    return [dict(rangee.valeurs) for rangee in lire_feuille(octets, COLONNES).rangees]


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_tout_codage_et_tout_separateur_d_usage_sont_lus(codage: str, separateur: str) -> None:
    octets = TEXTE.replace(";", separateur).encode(codage)
    assert lues(octets) == [{"numero": "20250000017-001", "lieu": "Lycée Émile-Zola", "salle": "B12"}]


@pytest.mark.parametrize(
    "titres",
    [
        "n° candidature;centre",
        "CANDIDATURE;LIEU D'ÉPREUVE",
        "Numéro de candidature ;lieu_epreuve",
        '"Candidat";"Centre"',
    ],
)
def test_les_titres_se_reconnaissent_sans_accents_ni_casse(titres: str) -> None:
    assert lues(f"{titres}\n1-1;Ici\n".encode())[0]["lieu"] == "Ici"


def test_les_numeros_sont_ceux_de_l_editeur_malgre_blancs_et_cellules_de_deux_lignes() -> None:
    octets = 'Candidature;Centre\n\n1-1;"Deux\nlignes"\n;;\n2-1;Là\n'.encode()
    feuille = lire_feuille(octets, COLONNES)
    assert [(r.numero, r["lieu"]) for r in feuille.rangees] == [(3, "Deux lignes"), (6, "Là")]


def test_une_ligne_trop_courte_ou_trop_longue_est_dite_les_autres_restent() -> None:
    octets = b"Candidature;Centre\n1-1\n2-1;Ici;de trop\n3-1;Ici;;\n"
    feuille = lire_feuille(octets, COLONNES)
    assert [erreur.numero for erreur in feuille.erreurs] == [2, 3]
    assert "2 colonnes" in feuille.erreurs[0].phrase
    assert [r.numero for r in feuille.rangees] == [4], "empty cells at the end are no fault"


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "vide"),
        (b"\r\n  \r\n", "vide"),
        (b"Candidature;Centre\n", "aucune ligne"),
        (b"Candidature|Centre\n1|2\n", "séparateur"),
        (b"Candidature;Salle\n1;2\n", "Lieu d'épreuve"),
        (b"Candidature;Centre;Centre\n1;2;3\n", "deux fois"),
        (b'Candidature;Centre\n1;"Ici\n', "guillemet"),
        (b"PK\x03\x04\x14\x00", "classeur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "classeur"),
        (b"\x00\xff\x00", "pas un fichier CSV"),
        (b"Candidature;Centre\n" + b"1;2\n" * 100_001, "100 000"),
    ],
)
def test_un_fichier_qui_n_est_pas_ce_tableau_est_refuse_avec_la_raison(octets: bytes, dit: str) -> None:
    with pytest.raises(FeuilleIllisible) as refus:
        lire_feuille(octets, COLONNES)
    assert dit in refus.value.phrase.replace("\N{NO-BREAK SPACE}", " ")


def test_cent_mille_lignes_sont_lues() -> None:
    feuille = lire_feuille(b"Candidature;Centre\n" + b"1-1;Ici\n" * 100_000, COLONNES)
    assert isinstance(feuille, Feuille)
    assert len(feuille.rangees) == 100_000


def test_ce_qui_est_ecrit_s_ouvre_dans_excel_et_n_execute_rien() -> None:
    octets = ecrire_feuille([("Nom", "Note"), ("=1+1", "@x"), ("-2", "Élise ; « ok »")])
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    assert lignes == [["Nom", "Note"], ["'=1+1", "'@x"], ["'-2", "Élise ; « ok »"]]
