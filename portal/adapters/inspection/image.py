"""Decodes a photo in the child, and writes it again: upright, without any metadata, without a hidden tail."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from portal.adapters.inspection.refus import Refuse

PIXELS_MAX = 30_000_000
QUALITE = 90
FORMATS = {"jpg": "JPEG", "png": "PNG"}
# The size is judged here, before anything is decoded, by our own limit.
Image.MAX_IMAGE_PIXELS = None


def inspecter(chemin: str, format: str) -> int:  # noqa: A002
    """Decode the whole image; return 1, its number of pages. Raises Refuse("trop_grand"), OSError if cut."""
    with ouvrir(chemin, format) as image:
        image.load()
    return 1


def normaliser(chemin: str, format: str, sortie: str) -> int:  # noqa: A002
    """Write the image upright and bare to `sortie`, in the same format; return its size in bytes."""
    with ouvrir(chemin, format) as image:
        droite = nue(image)
    if format == "jpg":
        droite = droite if droite.mode in ("L", "RGB") else droite.convert("RGB")
        droite.save(sortie, "JPEG", quality=QUALITE)
    else:
        droite.save(sortie, "PNG", compress_level=6)
    return Path(sortie).stat().st_size


def ouvrir(chemin: str, format: str) -> Image.Image:  # noqa: A002
    """Open without decoding, one format only (Pillow would run many others). Raises Refuse("trop_grand")."""
    image = Image.open(chemin, formats=(FORMATS[format],))
    if image.width * image.height > PIXELS_MAX:
        image.close()
        raise Refuse("trop_grand", image.width, image.height, PIXELS_MAX)
    return image


def nue(image: Image.Image) -> Image.Image:
    """Return the pixels as they must be seen, and nothing else: no EXIF, no place, no profile, no comment."""
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in ("P", "PA") and "transparency" in image.info:
        image = image.convert("RGBA")
    image.load()
    image.info = {}
    return image


def sur_blanc(image: Image.Image) -> Image.Image:
    """Return the image in grey or RGB, what is transparent in it being white."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode in ("RGBA", "LA", "PA"):
        fond = Image.new("RGB", image.size, "white")
        fond.paste(image, mask=image.getchannel("A"))
        return fond
    return image.convert("RGB")
