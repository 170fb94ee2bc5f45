"""Draws PDF from HTML. Nothing is fetched from any network, and no file outside the fonts is read.

xhtml2pdf draws one document at a time in a process: a lock sees to it. What is published is drawn by the
worker; a web process draws only short lists that nobody keeps.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

POLICES = Path(__file__).parent.parent / "data" / "polices"
FAMILLE = "Atkinson Hyperlegible Next"
DUREE_MAX_S = 20
_UN_A_LA_FOIS = Lock()


class PdfImpossible(Exception):
    """This HTML could not be drawn; the message says why."""


class RenduPdf(Protocol):
    def rendre(self, html: str) -> bytes:
        """Return the PDF of a whole HTML document. Raises PdfImpossible.

        `<title>` becomes the title of the PDF, `<html lang>` its language; the font is FAMILLE,
        available to the style sheet under that name.
        """
        ...


class RenduXhtml2pdf:
    """The real one."""

    def rendre(self, html: str) -> bytes:
        from xhtml2pdf import pisa
        from xhtml2pdf.config.resources import ResourceAccessPolicy

        regles = ResourceAccessPolicy.server(str(POLICES), allow_remote=False, max_render_seconds=DUREE_MAX_S)
        _declarer_polices()
        sortie = io.BytesIO()
        try:
            with _UN_A_LA_FOIS:
                resultat = pisa.CreatePDF(html, dest=sortie, encoding="utf-8", resource_policy=regles)
        except Exception as erreur:
            raise PdfImpossible(f"{type(erreur).__name__}: {erreur}") from erreur
        if resultat.err:
            raise PdfImpossible(f"{resultat.err} errors while drawing")
        return sortie.getvalue()


class RenduMemoire:
    """The twin for tests: keeps the HTML it was given and answers with a tiny PDF-like text."""

    def __init__(self) -> None:
        self.rendus: list[str] = []

    def rendre(self, html: str) -> bytes:
        self.rendus.append(html)
        return b"%PDF-1.4\n" + html.encode() + b"\n%%EOF\n"


@cache
def _declarer_polices() -> None:
    """Give the fonts to the drawing library, once in a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from xhtml2pdf.default import DEFAULT_FONT

    normal, gras = FAMILLE, f"{FAMILLE} Bold"
    pdfmetrics.registerFont(TTFont(normal, str(POLICES / "AtkinsonHyperlegibleNext-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(gras, str(POLICES / "AtkinsonHyperlegibleNext-Bold.ttf")))
    pdfmetrics.registerFontFamily(normal, normal=normal, bold=gras, italic=normal, boldItalic=gras)
    DEFAULT_FONT[normal.lower()] = normal
