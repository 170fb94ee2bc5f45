"""Photos of documents: upright, without a trace of where they were taken, several pages in one PDF."""

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from portal.adapters.inspection import Inspection, inspection_sur_place
from portal.domain.fichier import FichierIllisible, FichierInspecte, FichierRefuse
from tests import fichiers

QUEUE = b"PK\x03\x04<script>alert(1)</script>"
SECRETS = (b"Appareil secret", b"Exif", b"eXIf", QUEUE)


@pytest.fixture
def inspection() -> Inspection:
    return inspection_sur_place()


def ecrire(dossier: Path, octets: bytes, nom: str = "recue") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(octets)
    return chemin


def couleur(image: Image.Image, part_x: float, part_y: float) -> str:
    vu = image.convert("RGB").getpixel((int(image.width * part_x), int(image.height * part_y)))
    assert isinstance(vu, tuple)
    return "rouge" if vu[0] > 200 and vu[1] < 60 else "blanc" if min(vu) > 200 else "autre"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("format_", "pillow"), [("jpg", "JPEG"), ("png", "PNG")])
def test_une_photo_est_remise_droite_et_ne_dit_plus_rien(
    inspection: Inspection, tmp_path: Path, orientation: int, format_: str, pillow: str
) -> None:
    recue = ecrire(tmp_path, fichiers.photo(orientation, pillow) + QUEUE)
    assert SECRETS[0] in recue.read_bytes()
    rendue = inspection.normaliser(recue, FichierInspecte(format_, f"a.{format_}", 1, 1), tmp_path)
    assert rendue != recue
    with Image.open(rendue) as image:
        assert (image.format, image.size) == (pillow, (60, 40))
        assert (couleur(image, 0.2, 0.2), couleur(image, 0.8, 0.2), couleur(image, 0.2, 0.8)) == (
            "rouge", "blanc", "blanc",
        )  # fmt: skip
        assert not dict(image.getexif())
    assert not [secret for secret in SECRETS if secret in rendue.read_bytes()]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_toutes_les_sortes_de_couleurs_se_gardent(inspection: Inspection, tmp_path: Path, mode: str) -> None:
    format_, pillow = ("jpg", "JPEG") if mode == "CMYK" else ("png", "PNG")
    octets = io.BytesIO()
    Image.new(mode, (30, 20)).save(octets, pillow)
    recue = ecrire(tmp_path, octets.getvalue())
    inspecte = inspection.inspecter(recue, "a", (format_,), 10_000)
    rendue = inspection.normaliser(recue, inspecte, tmp_path)
    assert inspection.inspecter(rendue, "a", (format_,), 10_000).format == format_
    assert inspection.assembler([rendue], "a", tmp_path)[1].pages == 1
    assert len(list(inspection.images(rendue, format_))) == 1


def test_ce_qui_n_est_pas_une_image_reste_tel_quel(inspection: Inspection, tmp_path: Path) -> None:
    recue = ecrire(tmp_path, fichiers.pdf())
    assert inspection.normaliser(recue, FichierInspecte("pdf", "a.pdf", 1, 1), tmp_path) == recue


def test_les_photos_de_plusieurs_pages_font_un_seul_pdf(inspection: Inspection, tmp_path: Path) -> None:
    debout = fichiers.photo(6, taille=(900, 1200))
    couchee = fichiers.photo(format="PNG", taille=(1200, 900))
    recues = [ecrire(tmp_path, octets, str(rang)) for rang, octets in enumerate((debout, couchee, debout))]
    chemin, inspecte = inspection.assembler(recues, "diplôme.jpg", tmp_path)
    assert inspecte == FichierInspecte("pdf", "diplôme.pdf", chemin.stat().st_size, 3)
    lu = pypdf.PdfReader(chemin)
    assert [[round(float(c)) for c in page.mediabox[2:]] for page in lu.pages] == [
        [595, 842], [842, 595], [595, 842],
    ]  # fmt: skip
    assert not [secret for secret in SECRETS if secret in chemin.read_bytes()]
    assert inspection.inspecter(chemin, "diplôme.pdf", ("pdf",), 5_000_000).pages == 3
    for page in inspection.images(chemin, "pdf"):
        with Image.open(io.BytesIO(page)) as image:
            assert (couleur(image, 0.2, 0.2), couleur(image, 0.8, 0.8)) == ("rouge", "blanc")
    assert {un.name for un in tmp_path.iterdir()} == {"0", "1", "2", chemin.name}


def test_une_photo_coupee_dans_un_lot_est_nommee_et_ne_laisse_rien(
    inspection: Inspection, tmp_path: Path
) -> None:
    entiere = fichiers.photo(taille=(600, 400))
    recues = [ecrire(tmp_path, entiere, "0"), ecrire(tmp_path, entiere[: len(entiere) // 2], "1")]
    with pytest.raises(FichierIllisible, match="diplôme.jpg, photo 2"):
        inspection.assembler(recues, "diplôme.jpg", tmp_path)
    assert {un.name for un in tmp_path.iterdir()} == {"0", "1"}


def test_un_lot_ne_prend_que_des_photos_et_cinquante_au_plus(inspection: Inspection, tmp_path: Path) -> None:
    recue = ecrire(tmp_path, fichiers.photo())
    with pytest.raises(FichierRefuse, match="lot, photo 1.*est un PDF"):
        inspection.assembler([ecrire(tmp_path, fichiers.pdf(), "autre")], "lot", tmp_path)
    with pytest.raises(FichierRefuse, match="il en faut 50 au plus"):
        inspection.assembler([recue] * 51, "lot", tmp_path)


def test_chaque_page_d_un_pdf_se_montre_en_image(inspection: Inspection, tmp_path: Path) -> None:
    recue = ecrire(tmp_path, fichiers.pdf(4))
    pages = list(inspection.images(recue, "pdf", largeur=300, max_pages=3))
    assert len(pages) == 3
    with Image.open(io.BytesIO(pages[0])) as image:
        assert (image.format, image.width) == ("JPEG", 300)
    assert len(list(inspection.images(recue, "pdf", largeur=50, premiere=4))) == 1
    assert list(inspection.images(recue, "docx")) == []


def test_une_page_d_une_forme_absurde_ne_devore_pas_la_memoire(
    inspection: Inspection, tmp_path: Path
) -> None:
    longue = fichiers.pdf(hauteur=14_000)
    (page,) = inspection.images(ecrire(tmp_path, longue), "pdf")
    with Image.open(io.BytesIO(page)) as image:
        assert image.width * image.height <= 8_100_000


def test_une_image_se_montre_droite_et_a_sa_taille(inspection: Inspection, tmp_path: Path) -> None:
    recue = ecrire(tmp_path, fichiers.photo(8, taille=(400, 300)))
    (rendue,) = inspection.images(recue, "jpg", largeur=200)
    with Image.open(io.BytesIO(rendue)) as image:
        assert image.size == (200, 150)
        assert couleur(image, 0.2, 0.2) == "rouge"
