"""Makes one PDF of the photos of several pages, in the child: one photo in memory at a time."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from portal.adapters.inspection.image import nue, ouvrir, sur_blanc
from portal.adapters.inspection.refus import Refuse

PHOTOS_MAX = 50
# A4 at 200 points per inch: what is written small on a certificate stays readable, a page weighs 0.5 Mo.
COTES_MAX = (1654, 2339)
QUALITE = 85


def assembler(chemins: list[str], formats: list[str], sortie: str, titre: str) -> int:
    """Write one A4 page per photo to `sortie`; return their number. Raises Refuse, naming the photo."""
    if len(chemins) > PHOTOS_MAX:
        raise Refuse("trop_de_pages", len(chemins), PHOTOS_MAX)
    rl_config.useA85 = 0
    toile = Canvas(sortie, pagesize=A4, pageCompression=0, invariant=1)
    toile.setTitle(titre)
    toile.setAuthor("")
    provisoires = [Path(f"{sortie}.{rang}.jpg") for rang in range(len(chemins))]
    try:
        for rang, provisoire in enumerate(provisoires):
            _page(toile, chemins[rang], formats[rang], provisoire, rang)
        toile.save()
    finally:
        for provisoire in provisoires:
            provisoire.unlink(missing_ok=True)
    return len(chemins)


def _page(toile: Canvas, chemin: str, format: str, provisoire: Path, rang: int) -> None:  # noqa: A002
    try:
        largeur, hauteur = _reduire(chemin, format, provisoire)
    except Refuse as refus:
        raise Refuse(refus.motif, *refus.details, rang=rang) from refus
    except (OSError, SyntaxError, ValueError) as erreur:
        raise Refuse("illisible", rang=rang) from erreur
    page_l, page_h = landscape(A4) if largeur > hauteur else A4
    echelle = min(page_l / largeur, page_h / hauteur)
    w, h = largeur * echelle, hauteur * echelle
    toile.setPageSize((page_l, page_h))
    toile.drawImage(str(provisoire), (page_l - w) / 2, (page_h - h) / 2, w, h)
    toile.showPage()


def _reduire(chemin: str, format: str, provisoire: Path) -> tuple[int, int]:  # noqa: A002
    with ouvrir(chemin, format) as image:
        cotes = COTES_MAX if image.height >= image.width else COTES_MAX[::-1]
        image.draft(None, (max(cotes), max(cotes)))  # a JPEG is decoded at the size needed, not more
        droite = sur_blanc(nue(image))
    if droite.width > droite.height:
        cotes = COTES_MAX[::-1]
    else:
        cotes = COTES_MAX
    droite.thumbnail(cotes, Image.Resampling.LANCZOS)
    droite.save(provisoire, "JPEG", quality=QUALITE)
    return droite.size
