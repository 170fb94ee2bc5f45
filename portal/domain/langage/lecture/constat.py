"""What is wrong at a place of a page, and how to read on in spite of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.domain.langage.lecture.page import Page

# A character that YAML would interpret is hidden in the private use area (which source files may not
# contain), so that it keeps its column; `devoiler` brings it back in the texts of the tree.
_VOILE = 0xE000
_DEVOILE = {_VOILE + i: chr(i) for i in range(128)}
_CLE_EN_LIGNE = re.compile(r"([\w.-]+)\s*:\s")
CLE = re.compile(r"^ *(?:- +)*(?P<cle>[^\s:{}\[\],#\"']+) *:\s+")


@dataclass(frozen=True, slots=True)
class Constat:
    """An error at `index`; `suite` is the page to read instead, None when reading must stop here."""

    index: int
    phrase: str
    suite: Page | None = None


def voiler(page: Page, *indices: int) -> Page:
    """Return the page where these characters are plain text for YAML."""
    for index in indices:
        if page.texte[index : index + 1].isascii():
            page = page.remplacer(index, 1, chr(_VOILE + ord(page.texte[index])))
    return page


def devoiler(texte: str) -> str:
    """Return the text with its hidden characters back."""
    return texte.translate(_DEVOILE)


def est_voile(texte: str) -> bool:
    """Tell whether an error was already reported inside this text."""
    return any(ord(c) in _DEVOILE for c in texte)


def cle_devant(page: Page, index: int) -> str:
    """Return the last key written before `index` on its line (« … » when there is none)."""
    cles = _CLE_EN_LIGNE.findall(page.avant(index) + " ")
    return cles[-1] if cles else "…"


def debut_de_valeur(page: Page, index: int) -> int | None:
    """Return where the value of the first key of the line begins, when it is before `index`."""
    debut = page.debut_de_ligne(index)
    trouve = CLE.match(page.apres(debut))
    return debut + trouve.end() if trouve and debut + trouve.end() <= index else None


def entre_guillemets(texte: str) -> str:
    """Return a text as it should be typed: between straight quotes, shortened when long."""
    court = texte.strip()
    court = court if len(court) <= 60 else court[:57].rstrip() + "…"
    return f'"{court}"' if '"' not in court else f"'{court.replace(chr(39), chr(39) * 2)}'"
