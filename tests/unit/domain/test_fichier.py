"""Names of uploaded files, and the sentences that refuse them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.champs.declaration import Nombre
from portal.domain.fichier import (
    EQUIVALENTES,
    FichierTropLourd,
    FichierVide,
    FormatRefuse,
    ImageTropGrande,
    PasAssezDePages,
    TropDePages,
    formats_acceptes,
    nom_propre,
    taille_lisible,
    verifier_pages,
    verifier_taille,
)

MO = 1024 * 1024


@pytest.mark.parametrize(
    ("ecrit", "format_", "garde"),
    [
        ("diplôme.pdf", "pdf", "diplôme.pdf"),
        ("شهادة الميلاد.pdf", "pdf", "شهادة الميلاد.pdf"),
        ("e\u0301tat civil.pdf", "pdf", "état civil.pdf"),
        ("photo.JPEG", "jpg", "photo.JPEG"),
        ("photo.png", "jpg", "photo.jpg"),
        ("facture.pdf.exe", "pdf", "facture.pdf"),
        ("M. Dupont", "pdf", "M. Dupont.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Users\\Élève\\carte.png", "png", "carte.png"),
        ('a"b.pdf', "pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "pdf", "aSet-Cookie x.pdf"),
        ("attestation d'inscription.pdf", "pdf", "attestation d'inscription.pdf"),
        ("carte\u202efdp.exe", "pdf", "cartefdp.pdf"),
        ("a..b.pdf", "pdf", "a.b.pdf"),
        ("", "pdf", "fichier.pdf"),
        (".pdf", "pdf", "fichier.pdf"),
        ("../..", "pdf", "fichier.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 96 + ".pdf"),
    ],
)
def test_le_nom_garde_ce_qui_se_lit_et_rien_de_ce_qui_trompe(ecrit: str, format_: str, garde: str) -> None:
    assert nom_propre(ecrit, format_) == garde


@given(st.text(), st.sampled_from(["pdf", "jpg", "zip"]))
def test_aucun_nom_ne_casse_un_en_tete_ni_un_chemin(ecrit: str, format_: str) -> None:
    nom = nom_propre(ecrit, format_)
    assert 5 <= len(nom) <= 100
    assert not set(nom) & set('"/\\\r\n\0')
    assert ".." not in nom
    assert not nom.startswith(".")
    assert nom.encode("utf-8")
    assert nom.lower().rpartition(".")[2] in EQUIVALENTES.get(format_, (format_,))
    assert unicodedata.is_normalized("NFC", nom)
    assert nom_propre(nom, format_) == nom


@pytest.mark.parametrize(
    ("octets", "dit"),
    [(0, "0 octet"), (12, "12 octets"), (300 * 1024, "300 Ko"), (5 * MO, "5 Mo"), (5_400_000, "5,2 Mo")],
)
def test_une_taille_se_lit_en_francais(octets: int, dit: str) -> None:
    assert taille_lisible(octets) == dit.replace(" ", "\u00a0")


def test_un_fichier_trop_lourd_dit_sa_taille_et_la_limite() -> None:
    with pytest.raises(FichierTropLourd) as refus:
        verifier_taille("scan.pdf", 5_400_000, 5 * MO)
    assert (
        refus.value.phrase
        == "«\u00a0scan.pdf\u00a0» pèse 5,2\u00a0Mo\u00a0: la limite est de 5\u00a0Mo par fichier."
    )
    assert (refus.value.motif, refus.value.statut) == ("trop_lourd", 422)


def test_un_octet_de_trop_ne_fait_pas_dire_que_5_mo_depassent_5_mo() -> None:
    with pytest.raises(
        FichierTropLourd, match="pèse un peu plus de 5\u00a0Mo\u00a0: la limite est de 5\u00a0Mo"
    ):
        verifier_taille("scan.pdf", 5 * MO + 1, 5 * MO)
    verifier_taille("scan.pdf", 5 * MO, 5 * MO)


def test_un_fichier_vide_est_refuse_par_son_nom() -> None:
    with pytest.raises(FichierVide, match="«\u00a0cv.pdf\u00a0» est vide"):
        verifier_taille("../cv.pdf", 0, MO)


def test_un_fichier_sans_nom_reste_une_phrase() -> None:
    assert str(FichierVide('"')).startswith("Ce fichier est vide")


def test_un_format_refuse_dit_ce_qui_est_trouve_et_ce_qui_est_accepte() -> None:
    refus = FormatRefuse("cv.pdf", "un programme Windows", ("pdf", "png", "jpg"))
    assert "est un programme Windows, ce qui n’est pas accepté ici." in refus.phrase
    assert refus.phrase.endswith("Formats acceptés\u00a0: PDF, PNG ou JPG.")
    assert formats_acceptes(("pdf",)) == "PDF"


def test_une_image_immense_dit_ses_dimensions() -> None:
    phrase = ImageTropGrande("plan.png", 30_000, 30_000, 30_000_000).phrase
    assert "30\u202f000 × 30\u202f000 pixels" in phrase
    assert "30 millions de pixels" in phrase


def test_le_nombre_de_pages_est_compte_dans_les_deux_sens() -> None:
    verifier_pages("a.pdf", 2, Nombre(2, 2))
    verifier_pages("a.docx", None, Nombre(2, 2))
    verifier_pages("a.pdf", 40, None)
    with pytest.raises(TropDePages, match="contient 3 pages\u00a0: il en faut 2 au plus"):
        verifier_pages("a.pdf", 3, Nombre(1, 2))
    with pytest.raises(PasAssezDePages, match="contient 1 page\u00a0: il en faut 2 au moins"):
        verifier_pages("a.pdf", 1, Nombre(2, None))
