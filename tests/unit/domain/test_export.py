"""What a candidate types never becomes a formula in the spreadsheet of a gestionnaire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.export import CELLULE_MAX, ColonneExport, choisir, neutraliser, texte_de_cellule

HOSTILES = (
    "=1+1", "=cmd|' /C calc'!A0", "+33612345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1",
    "＝1+1", "＋1", "－1", "＠A1", "\N{NO-BREAK SPACE}=1", "|calc", "=HYPERLINK(\"http://x\";\"y\")",
)  # fmt: skip


@pytest.mark.parametrize("texte", HOSTILES)
def test_une_formule_est_neutralisee(texte: str) -> None:
    assert neutraliser(texte) == f"'{texte}"


@pytest.mark.parametrize(
    "texte", ["01", "2A", "063", "20260000017", "06 12 34 56 78", "1-2", "3/4", "1E5", "0.5"]
)
def test_ce_qui_ressemble_a_un_nombre_reste_un_texte(texte: str) -> None:
    garde = texte if texte == "2A" else f"'{texte}"
    assert neutraliser(texte) == garde


@pytest.mark.parametrize(
    "texte", ["", "Élise", "12 rue des Écoles", "N'DIAYEL", "a=b", "Saint-Étienne", "'déjà"]
)
def test_un_texte_ordinaire_ne_change_pas(texte: str) -> None:
    assert neutraliser(texte) == texte


@given(st.text())
def test_aucun_texte_ne_commence_une_formule_une_fois_neutralise(texte: str) -> None:
    neutre = neutraliser(texte_de_cellule(texte))
    assert neutre.lstrip()[:1] not in tuple("=+-@\t\r＝＋－＠") or neutre == ""


def test_une_cellule_a_une_longueur_et_pas_de_caractere_de_controle() -> None:
    assert texte_de_cellule("a\x00b\x07c\x1b") == "abc"
    longue = texte_de_cellule("é" * (CELLULE_MAX + 5))
    assert len(longue) == CELLULE_MAX
    assert longue.endswith("…")


def test_une_colonne_de_sante_ne_se_choisit_pas_sans_le_droit() -> None:
    offertes = (ColonneExport("a", "A", "reponses"), ColonneExport("b", "B", "reponses", sante=True))
    assert [une.cle for une in choisir(offertes, ["b", "a", "z"], sante=False)] == ["a"]
    assert [une.cle for une in choisir(offertes, ["b", "a"], sante=True)] == ["a", "b"]
