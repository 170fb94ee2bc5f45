"""Draws the pages of a PDF, or an image, as JPEG files, in the child: staff never look at the original."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

from PIL import Image

from portal.adapters.inspection.image import nue, ouvrir, sur_blanc

QUALITE = 82
PIXELS_MAX = 8_000_000


def images(
    chemin: str,
    format: str,  # noqa: A002
    dossier: str,
    largeur: int,
    premiere: int,
    max_pages: int,
) -> int:
    """Write `1.jpg`, `2.jpg`… into `dossier`; return their number."""
    if format == "pdf":
        return _pdf(chemin, Path(dossier), largeur, premiere, max_pages)
    with ouvrir(chemin, format) as image:
        image.draft(None, (largeur, largeur))
        droite = sur_blanc(nue(image))
    droite.thumbnail((largeur, PIXELS_MAX // largeur), Image.Resampling.LANCZOS)
    droite.save(Path(dossier) / "1.jpg", "JPEG", quality=QUALITE)
    return 1


def _pdf(chemin: str, dossier: Path, largeur: int, premiere: int, max_pages: int) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(chemin)
    document.init_forms()  # the answers of a form that was filled in are drawn too
    choisies = range(premiere - 1, min(len(document), premiere - 1 + max_pages))
    for numero, rang in enumerate(choisies, 1):
        page = document[rang]
        page_l, page_h = page.get_size()
        bitmap = page.render(scale=_echelle(page_l, page_h, largeur))
        bitmap.to_pil().convert("RGB").save(dossier / f"{numero}.jpg", "JPEG", quality=QUALITE)
        bitmap.close()
        page.close()
    return len(choisies)


def _echelle(page_l: float, page_h: float, largeur: int) -> float:
    """Return the scale that gives `largeur` pixels, less for a page of an absurd shape."""
    return min(largeur / max(page_l, 1), sqrt(PIXELS_MAX / max(page_l * page_h, 1)), 50)
