"""Papers that prove nothing: pictures and PDFs for the demonstration, each marked « SPÉCIMEN » across.

Drawn with the fonts of the portal, always the same bytes, so that the store keeps each of them once.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (1000, 1414)
CARTE = (1000, 632)
ENCRE, GRIS, BLEU, ROUGE = (32, 35, 48), (104, 110, 128), (38, 66, 139), (181, 52, 43)
PAPIER, BLEUTE, ROSE = (252, 251, 247), (226, 236, 247), (247, 230, 234)
POLICES = files("portal") / "data" / "polices"
MARQUE = "SPÉCIMEN"

Dessin = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Papier:
    """One file: `format` is « pdf » or « jpg », `image` the picture of its only page (JPEG)."""

    nom: str
    format: str
    contenu: bytes
    image: bytes


@dataclass(frozen=True, slots=True)
class Modele:
    """What is written on a paper. A card has a portrait; `flou` and `penche` make it a bad photograph."""

    nom: str
    titre: str
    organisme: str
    lignes: tuple[str, ...]
    carte: bool = False
    fond: tuple[int, int, int] = PAPIER
    flou: bool = False
    penche: bool = False


def dessiner(modele: Modele) -> Papier:
    """Draw one paper: a card or a photograph is a JPEG, a page is a PDF of one image."""
    page = _carte(modele) if modele.carte else _page(modele)
    if modele.flou:
        page = page.filter(ImageFilter.GaussianBlur(7))
    if modele.penche:
        page = page.rotate(-4, expand=True, fillcolor=(92, 78, 64), resample=Image.Resampling.BICUBIC)
    image = _octets(page, "JPEG", quality=80)
    photo = modele.carte or modele.penche
    contenu = image if photo else _octets(page, "PDF", resolution=120.0, title=f"{modele.titre} ({MARQUE})")
    return Papier(f"{modele.nom}.{'jpg' if photo else 'pdf'}", "jpg" if photo else "pdf", contenu, image)


def _page(modele: Modele) -> Image.Image:
    page, dessin = _feuille(A4, modele.fond)
    dessin.rectangle((80, 84, 88, 176), fill=BLEU)
    dessin.text((112, 84), modele.organisme.upper(), font=_police(26, gras=True), fill=ENCRE)
    dessin.text((112, 128), "Document de démonstration, sans valeur", font=_police(22), fill=GRIS)
    dessin.line((80, 236, 920, 236), fill=(208, 210, 218), width=2)
    dessin.text((500, 330), modele.titre, font=_police(44, gras=True), fill=BLEU, anchor="mm")
    _ecrire(dessin, modele.lignes, (110, 440), 30, 62)
    dessin.text((620, 1120), "Cachet et signature", font=_police(24), fill=GRIS)
    dessin.ellipse((640, 1165, 800, 1325), outline=(120, 130, 190), width=5)
    dessin.text((720, 1245), "CACHET\nfictif", font=_police(26, True), fill=BLEU, anchor="mm", align="center")
    _signer(dessin, (780, 1270))
    return _marquer(page)


def _carte(modele: Modele) -> Image.Image:
    carte, dessin = _feuille(CARTE, modele.fond)
    dessin.rounded_rectangle((8, 8, 992, 624), 34, outline=(150, 160, 190), width=4)
    for rang in range(7):
        dessin.arc((300, 40 + 70 * rang, 1100, 420 + 70 * rang), 150, 260, fill=(205, 216, 233), width=3)
    dessin.text((48, 36), modele.organisme.upper(), font=_police(24, gras=True), fill=BLEU)
    dessin.text((48, 74), modele.titre, font=_police(38, gras=True), fill=ENCRE)
    _portrait(dessin, (52, 160))
    _ecrire(dessin, modele.lignes, (390, 160), 28, 48)
    dessin.rectangle((30, 516, 970, 606), fill=(240, 242, 246))
    code = "IDDEMSPECIMEN<<<DEMONSTRATION<<<<<<<\n000000000000<<SANS<VALEUR<<<<<<<<<<0"
    dessin.text((44, 524), code, font=_police(30), fill=ENCRE, spacing=8)
    return _marquer(carte)


def _portrait(dessin: Dessin, coin: tuple[int, int]) -> None:
    x, y = coin
    dessin.rounded_rectangle((x, y, x + 280, y + 336), 12, fill=(214, 220, 232))
    dessin.ellipse((x + 76, y + 56, x + 204, y + 204), fill=(150, 160, 182))
    dessin.pieslice((x + 20, y + 214, x + 260, y + 470), 180, 360, fill=(150, 160, 182))


def _ecrire(dessin: Dessin, lignes: Sequence[str], coin: tuple[int, int], corps: int, pas: int) -> None:
    x, y = coin
    for ligne in lignes:
        nom, _, valeur = ligne.partition("|")
        dessin.text((x, y), nom, font=_police(corps), fill=GRIS if valeur else ENCRE)
        if valeur:
            largeur = round(dessin.textlength(nom, font=_police(corps)))
            dessin.text((x + largeur + 14, y), valeur, font=_police(corps, gras=True), fill=ENCRE)
        y += pas


def _signer(dessin: Dessin, coin: tuple[int, int]) -> None:
    x, y = coin
    points = [(x + 9 * pas, y - (pas * 37) % 46 + pas) for pas in range(15)]
    dessin.line(points, fill=(45, 55, 120), width=4, joint="curve")


def _marquer(page: Image.Image) -> Image.Image:
    """Write « SPÉCIMEN » across, light enough to read what is under it."""
    largeur, hauteur = page.size
    voile = Image.new("L", (largeur, largeur), 0)
    police = _police(round(largeur * 0.17), gras=True)
    ImageDraw.Draw(voile).text((largeur // 2, largeur // 2), MARQUE, font=police, fill=78, anchor="mm")
    penche = voile.rotate(28 if hauteur < largeur else 38)
    page.paste(Image.new("RGB", voile.size, ROUGE), (0, (hauteur - largeur) // 2), penche)
    return page


def _feuille(taille: tuple[int, int], fond: tuple[int, int, int]) -> tuple[Image.Image, Dessin]:
    page = Image.new("RGB", taille, fond)
    return page, ImageDraw.Draw(page)


def _octets(image: Image.Image, sorte: str, **options: object) -> bytes:
    sortie = io.BytesIO()
    enregistrer: Callable[..., None] = image.save
    enregistrer(sortie, sorte, **options, **_DATES.get(sorte, {}))
    return sortie.getvalue()


# A PDF says when it was made: always the same day, so that its bytes do not change.
_JOUR = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
_DATES: dict[str, dict[str, object]] = {"PDF": {"creationDate": _JOUR, "modDate": _JOUR}}


@cache
def _police(corps: int, gras: bool = False) -> ImageFont.FreeTypeFont:
    nom = f"AtkinsonHyperlegibleNext-{'Bold' if gras else 'Regular'}.ttf"
    return ImageFont.truetype(io.BytesIO((POLICES / nom).read_bytes()), corps)
