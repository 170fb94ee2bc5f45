"""What an uploaded file really is: recognised by its bytes, decoded whole, refused with a sentence."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from portal.adapters.inspection import Inspection, inspection_sur_place
from portal.adapters.inspection.signatures import Nature, reconnaitre
from portal.domain.champs.declaration import Nombre
from portal.domain.fichier import FichierInspecte, FichierRefuse
from portal.domain.piece import FORMATS, TAILLE_PAR_DEFAUT
from tests import fichiers

Deposer = Callable[..., FichierInspecte]


@pytest.fixture
def inspection() -> Inspection:
    return inspection_sur_place()


@pytest.fixture
def deposer(inspection: Inspection, tmp_path: Path) -> Deposer:
    def faire(
        octets: bytes, nom: str = "piece.pdf", formats: tuple[str, ...] = FORMATS, pages: Nombre | None = None
    ) -> FichierInspecte:
        chemin = tmp_path / "recu"
        chemin.write_bytes(octets)
        return inspection.inspecter(chemin, nom, formats, TAILLE_PAR_DEFAUT, pages)

    return faire


def refus(deposer: Deposer, octets: bytes, **autres: object) -> FichierRefuse:
    with pytest.raises(FichierRefuse) as pris:
        deposer(octets, **autres)
    assert f"«\u00a0{autres.get('nom', 'piece.pdf')}\u00a0»" in pris.value.phrase
    return pris.value


@pytest.mark.parametrize(
    ("octets", "format_", "pages"),
    [
        (fichiers.pdf(3), "pdf", 3),
        (fichiers.photo(), "jpg", 1),
        (fichiers.photo(format="PNG"), "png", 1),
        (fichiers.docx(), "docx", None),
        (fichiers.ole("WordDocument"), "doc", None),
        (fichiers.archive({"a.txt": b"a"}), "zip", None),
    ],
)
def test_les_six_formats_sont_reconnus_sous_n_importe_quel_nom(
    deposer: Deposer, octets: bytes, format_: str, pages: int | None
) -> None:
    assert deposer(octets, "ma pièce") == FichierInspecte(format_, f"ma pièce.{format_}", len(octets), pages)


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (fichiers.EXE, "un programme Windows"),
        (b"\x7fELF" + b"\0" * 60, "un programme Linux"),
        (fichiers.HEIC, "un fichier HEIC"),
        (b"<!DOCTYPE html><script>alert(1)</script>" + fichiers.pdf(), "une page HTML"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "une image SVG"),
        (b"bonjour " + fichiers.pdf(), "un PDF précédé d’autres données"),
        (b"GIF89a" + b"\0" * 60, "une image GIF"),
        (b"Bonjour, voici mon dossier.", "un fichier de texte"),
        (bytes(range(256)), "un fichier d’un format inconnu"),
        (fichiers.archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "un classeur Excel"),
        (fichiers.archive({"META-INF/MANIFEST.MF": b""}), "un programme Java ou Android"),
        (fichiers.docx(**{"word/vbaProject.bin": b""}), "un document Office qui contient des macros"),
        (fichiers.ole("Workbook"), "un classeur Excel"),
        (fichiers.ole("WordDocument", "Macros"), "un document Office qui contient des macros"),
        (fichiers.ole("EncryptedPackage"), "un document Office protégé par un mot de passe"),
    ],
)
def test_un_autre_format_est_nomme_et_refuse(deposer: Deposer, octets: bytes, dit: str) -> None:
    pris = refus(deposer, octets)
    assert pris.motif == "format"
    assert f"est {dit}, ce qui n’est pas accepté ici" in pris.phrase
    assert "PDF, PNG, JPG, DOC, DOCX ou ZIP" in pris.phrase


def test_un_format_que_la_piece_ne_prend_pas_est_refuse(deposer: Deposer) -> None:
    assert "une photo JPG" in refus(deposer, fichiers.photo(), formats=("pdf",)).phrase
    assert "une archive ZIP" in refus(deposer, fichiers.archive({"a": b""}), formats=("pdf", "docx")).phrase


def test_un_fichier_vide_ou_trop_lourd_n_est_pas_ouvert(deposer: Deposer) -> None:
    assert refus(deposer, b"").motif == "vide"
    assert refus(deposer, b"x" * (TAILLE_PAR_DEFAUT + 1)).motif == "trop_lourd"


def test_une_bombe_zip_est_gardee_sans_etre_ouverte(deposer: Deposer) -> None:
    bombe = fichiers.archive({f"{rang}.bin": b"\0" * 5_000_000 for rang in range(6)})
    depart = time.perf_counter()
    assert deposer(bombe).format == "zip"
    assert time.perf_counter() - depart < 0.1


def test_une_archive_de_vingt_mille_noms_n_est_pas_lue_en_entier(deposer: Deposer) -> None:
    noms = {f"d/{rang:06}.txt": b"" for rang in range(20_000)}
    assert deposer(fichiers.archive(noms)).format == "zip"


def test_une_archive_coupee_vide_ou_protegee_est_refusee(deposer: Deposer) -> None:
    entiere = fichiers.archive({"a.txt": b"bonjour" * 100})
    assert refus(deposer, entiere[: len(entiere) // 2]).motif == "illisible"
    assert refus(deposer, fichiers.archive({})).motif == "vide"
    liste = entiere.index(b"PK\x01\x02") + 8
    protegee = entiere[:liste] + b"\x01" + entiere[liste + 1 :]
    assert "une archive ZIP protégée par un mot de passe" in refus(deposer, protegee).phrase


def test_un_pdf_a_mot_de_passe_est_refuse(deposer: Deposer) -> None:
    pris = refus(deposer, fichiers.pdf(user_password="secret"))
    assert pris.motif == "pdf_protege"
    assert "protégé par un mot de passe" in pris.phrase


def test_un_pdf_qui_s_ouvre_sans_mot_de_passe_est_lu_meme_chiffre(deposer: Deposer) -> None:
    assert deposer(fichiers.pdf(2, user_password="", owner_password="imprimeur")).pages == 2


@pytest.mark.parametrize(
    ("avec", "dit"),
    [
        (fichiers.a_l_ouverture("/JavaScript", JS="app.alert(1)"), "du code JavaScript"),
        (fichiers.a_l_ouverture("/Launch", F="cmd.exe"), "une commande qui lance un programme"),
        (
            fichiers.sur_la_page("/AA", DictionaryObject({NameObject("/O"): fichiers.action("/JavaScript")})),
            "du code JavaScript",
        ),
        (
            fichiers.sur_la_page(
                "/Annots", ArrayObject([DictionaryObject({NameObject("/A"): fichiers.action("/Launch")})])
            ),
            "une commande qui lance un programme",
        ),
        (lambda ecrit: ecrit.add_attachment("a.exe", fichiers.EXE), "un fichier joint"),
        (
            fichiers.a_la_racine("/AcroForm", DictionaryObject({NameObject("/XFA"): ArrayObject()})),
            "un formulaire interactif (XFA)",
        ),
    ],
)
@pytest.mark.parametrize("protection", [{}, {"user_password": "", "owner_password": "imprimeur"}])
def test_un_pdf_qui_agit_est_refuse(
    deposer: Deposer, avec: Callable[..., None], dit: str, protection: dict[str, str]
) -> None:
    pris = refus(deposer, fichiers.pdf(1, avec, **protection))
    assert pris.motif == "pdf_actif"
    assert f"qui contient {dit}" in pris.phrase
    assert "Enregistrer au format PDF" in pris.phrase


@pytest.mark.parametrize("avec", [fichiers.premiere_page, fichiers.a_l_ouverture("/GoTo", D="page1")])
def test_s_ouvrir_sur_une_page_n_est_pas_agir(deposer: Deposer, avec: Callable[..., None]) -> None:
    assert deposer(fichiers.pdf(1, avec)).pages == 1


def test_un_nom_de_cle_deguise_ne_trompe_pas(deposer: Deposer) -> None:
    clair = fichiers.pdf(1, fichiers.a_l_ouverture("/JavaScript", JS="app.alert(1)"))
    deguise = clair.replace(b"/JavaScript", b"/J#61vaScript")
    assert deguise != clair
    assert refus(deposer, deguise).motif == "pdf_actif"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize(
    "entier",
    [fichiers.pdf(20), fichiers.photo(taille=(600, 400)), fichiers.photo(format="PNG", taille=(600, 400))],
)
def test_un_fichier_coupe_en_route_est_refuse(deposer: Deposer, entier: bytes, part: float) -> None:
    pris = refus(deposer, entier[: int(len(entier) * part)])
    assert pris.motif == "illisible"
    assert "incomplet ou abîmé" in pris.phrase


@pytest.mark.parametrize(
    "octets", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]
)
def test_une_signature_sans_contenu_est_illisible(deposer: Deposer, octets: bytes) -> None:
    assert refus(deposer, octets).motif == "illisible"


def test_un_pdf_de_trop_de_pages_est_refuse(deposer: Deposer) -> None:
    assert refus(deposer, fichiers.pdf(3), pages=Nombre(1, 2)).motif == "trop_de_pages"
    assert refus(deposer, fichiers.pdf(1), pages=Nombre(2, 2)).motif == "pas_assez_de_pages"
    assert "il en faut 500 au plus" in refus(deposer, fichiers.pdf(501)).phrase


def test_une_image_de_trente_mille_pixels_de_cote_est_refusee_sans_etre_decodee(deposer: Deposer) -> None:
    depart = time.perf_counter()
    pris = refus(deposer, fichiers.png_immense(), nom="plan.png")
    assert time.perf_counter() - depart < 1
    assert pris.motif == "trop_grand"
    assert "30\u202f000 × 30\u202f000 pixels" in pris.phrase


CONTENEURS = (
    fichiers.archive({"a.txt": b"a", "b/c.txt": b"c"}),
    fichiers.docx(),
    fichiers.ole("WordDocument", "1Table"),
)


@settings(max_examples=300)
@given(
    st.sampled_from(CONTENEURS),
    st.lists(st.tuples(st.integers(8, 2000), st.binary(min_size=1, max_size=4)), max_size=12),
    st.integers(8, 3000),
)
def test_reconnaitre_ne_tombe_sur_aucun_conteneur_abime(
    tmp_path_factory: pytest.TempPathFactory, sain: bytes, coups: list[tuple[int, bytes]], coupe: int
) -> None:
    octets = bytearray(sain)
    for ou, quoi in coups:
        octets[ou % len(sain) : ou % len(sain) + len(quoi)] = quoi
    chemin = tmp_path_factory.getbasetemp() / "abime"
    chemin.write_bytes(bytes(octets[:coupe]))
    assert isinstance(reconnaitre(chemin), Nature)
