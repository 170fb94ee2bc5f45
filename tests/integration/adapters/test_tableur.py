"""Spreadsheets read back: strings are strings, dates are dates, nothing is a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from portal.adapters.tableur import Rangee, ecrire_csv, ecrire_xlsx
from portal.domain.export import ColonneExport

COLONNES = (
    ColonneExport("numero", "N° candidat", "candidature"),
    ColonneExport("nom", "=Nom", "etat_civil"),
    ColonneExport("naissance", "Née le", "etat_civil", "date"),
    ColonneExport("pieces", "Pièces", "pieces", "nombre"),
)
HOSTILES = (
    "=1+1",
    "+33612345678",
    "@SUM(A1)",
    "-1",
    "＝1+1",
    'a;b"c',
    "ligne 1\nligne 2",
    "01",
    "http://x.fr",
)
RANGEES: list[Rangee] = [["20260000017", nom, "2004-05-17", 3] for nom in HOSTILES]


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    ecrire_xlsx(tmp_path / "liste.xlsx", COLONNES, RANGEES)
    return tmp_path / "liste.xlsx"


def test_un_classeur_relu_n_a_que_des_textes_des_dates_et_des_nombres(classeur: Path) -> None:
    feuille = openpyxl.load_workbook(classeur).active
    assert feuille is not None
    cellules = list(feuille.iter_rows())
    assert [cellule.data_type for cellule in cellules[0]] == ["s"] * 4
    for cellule, nom in zip((rangee[1] for rangee in cellules[1:]), HOSTILES, strict=True):
        assert (cellule.data_type, cellule.value, cellule.hyperlink) == ("s", nom, None)
    numero, _, naissance, pieces = cellules[1]
    assert (numero.data_type, numero.value) == ("s", "20260000017")
    assert (naissance.is_date, f"{naissance.value:%d/%m/%Y %H:%M}") == (True, "17/05/2004 00:00")
    assert (pieces.data_type, pieces.value) == ("n", 3)


def test_un_classeur_ne_contient_aucune_formule_ni_aucun_lien(classeur: Path) -> None:
    with zipfile.ZipFile(classeur) as archive:
        feuille = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in feuille
        assert "hyperlink" not in feuille
        assert not [nom for nom in archive.namelist() if "external" in nom.lower() or "vba" in nom.lower()]


def test_les_memes_lignes_donnent_les_memes_octets(classeur: Path, tmp_path: Path) -> None:
    ecrire_xlsx(tmp_path / "autre.xlsx", COLONNES, RANGEES)
    lus = [zipfile.ZipFile(chemin) for chemin in (classeur, tmp_path / "autre.xlsx")]
    assert [lus[0].read(nom) for nom in lus[0].namelist()] == [lus[1].read(nom) for nom in lus[1].namelist()]


def test_un_csv_est_celui_d_excel_en_francais(tmp_path: Path) -> None:
    ecrire_csv(tmp_path / "liste.csv", COLONNES, RANGEES)
    octets = (tmp_path / "liste.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\r\n") == len(RANGEES) + 1
    lues = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lues[0] == ["N° candidat", "'=Nom", "Née le", "Pièces"]
    assert lues[1] == ["'20260000017", "'=1+1", "17/05/2004", "3"]
    assert [ligne[1] for ligne in lues[1:]] == [
        "'=1+1", "'+33612345678", "'@SUM(A1)", "'-1", "'＝1+1", 'a;b"c', "ligne 1\nligne 2", "'01", "http://x.fr",
    ]  # fmt: skip


def test_une_liste_vide_a_ses_titres(tmp_path: Path) -> None:
    ecrire_csv(tmp_path / "vide.csv", COLONNES, [])
    ecrire_xlsx(tmp_path / "vide.xlsx", COLONNES, [[None, "", None, None]])
    feuille = openpyxl.load_workbook(tmp_path / "vide.xlsx").active
    assert feuille is not None
    assert feuille["A1"].value == "N° candidat"
    assert feuille["A2"].value is None
