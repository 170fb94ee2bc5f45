"""Small true files, for tests of what hands them in."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter


def pdf(pages: int = 1, titre: str = "") -> bytes:
    """Return a PDF of blank pages; another title makes other bytes."""
    sortie, ecrit = io.BytesIO(), PdfWriter()
    for _ in range(pages):
        ecrit.add_blank_page(595, 842)
    if titre:
        ecrit.add_metadata({"/Title": titre})
    ecrit.write(sortie)
    return sortie.getvalue()


def photo(couleur: str = "white", taille: tuple[int, int] = (320, 200)) -> bytes:
    """Return a photo as a telephone makes it."""
    sortie = io.BytesIO()
    Image.new("RGB", taille, couleur).save(sortie, "JPEG")
    return sortie.getvalue()


def archive(nom: str = "notes.txt") -> bytes:
    """Return a ZIP of one small text."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as ecrite:
        ecrite.writestr(nom, "bonjour")
    return sortie.getvalue()


PDF = pdf()
