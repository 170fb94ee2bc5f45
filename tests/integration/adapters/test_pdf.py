"""PDF: French text, a title, a language; nothing fetched, nothing read outside the fonts."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.adapters.pdf import FAMILLE, PdfImpossible, RenduXhtml2pdf

PAGE = """<html lang="fr"><head><title>Récapitulatif</title><style>
@page {{ size: A4; margin: 2cm }} body {{ font-family: "{famille}" }} {style}
</style></head><body>{corps}</body></html>"""


def rendre(corps: str, style: str = "") -> PdfReader:
    html = PAGE.format(famille=FAMILLE, corps=corps, style=style)
    return PdfReader(io.BytesIO(RenduXhtml2pdf().rendre(html)))


def test_le_texte_francais_est_lisible() -> None:
    texte = rendre("<h1>Épreuves</h1><p>« Œuvre », cœur, 38,50 €, <b>Ÿ</b> ł ğ ș</p>").pages[0].extract_text()
    for morceau in ("Épreuves", "Œuvre", "cœur", "38,50 €", "Ÿ", "ł ğ ș"):
        assert morceau in texte


def test_le_document_a_un_titre_et_une_langue() -> None:
    pdf = rendre("<p>Bonjour</p>")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Récapitulatif"
    assert pdf.trailer["/Root"]["/Lang"] == "fr"


def test_les_polices_sont_dans_le_fichier() -> None:
    polices = rendre("<p>Bonjour <b>gras</b></p>").pages[0]["/Resources"]["/Font"].values()
    noms = {str(police.get_object()["/BaseFont"]) for police in polices}
    assert any("AtkinsonHyperlegibleNext-Bold" in nom for nom in noms), noms
    assert any("AtkinsonHyperlegibleNext-Regular" in nom for nom in noms), noms


@pytest.fixture
def oreille() -> Iterator[tuple[int, list[str]]]:
    """A local server that notes who calls."""
    appels: list[str] = []
    ecoute = socket.create_server(("127.0.0.1", 0))

    def noter() -> None:
        while True:
            try:
                appel, _ = ecoute.accept()
            except OSError:
                return
            with appel:
                appels.append(appel.recv(200).decode(errors="replace"))

    fil = threading.Thread(target=noter)
    fil.start()
    yield ecoute.getsockname()[1], appels
    ecoute.shutdown(socket.SHUT_RDWR)
    ecoute.close()
    fil.join()


def test_aucune_adresse_n_est_appelee(oreille: tuple[int, list[str]]) -> None:
    port, appels = oreille
    ailleurs = f"http://127.0.0.1:{port}/x"
    rendre(
        f'<img src="{ailleurs}.png"><link rel="stylesheet" href="{ailleurs}.css"><p>x</p>',
        f'@import "{ailleurs}.css"; @font-face {{ font-family: a; src: url({ailleurs}.ttf) }}',
    )
    assert appels == []


def test_aucun_fichier_de_la_machine_n_est_lu(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("p:before { content: 'SECRET' }")
    pdf = rendre(f'<link rel="stylesheet" href="{tmp_path}/secret.css"><p>x</p>', "")
    assert "SECRET" not in pdf.pages[0].extract_text()


def test_une_page_sans_fin_est_arretee() -> None:
    with pytest.raises(PdfImpossible):
        rendre("<div>" * 2000 + "x" + "</div>" * 2000)
