"""Each message that the help explains is still one that the portal says."""

import ast
import re
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PAGE = (RACINE / "docs" / "auteurs" / "depannage.md").read_text("utf-8")
# What changes from one file to the next: quoted words, codes, parentheses, ellipses, figures, the end of a
# sentence, and the words that the portal chooses itself.
_VARIABLE = re.compile(
    r"« [^«»]*? »|`[^`]*`|<[^>]*>|\([^)]*\)|…|\d+|[«»]|\. | : .*|Vouliez.*"
    r"|\b(?:cs|cap|voie_acces|la famille|le réglage|cette accolade)\b"
)
_LIGNE = re.compile(r"^\| (?P<lu>« .*? »)(?: \(avertissement\))? \|", re.MULTILINE)


def textes() -> str:
    """Return every text of the domain's code, the parts of an f-string in their order."""
    morceaux: list[str] = []
    for fichier in sorted((RACINE / "portal" / "domain").rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                morceaux.append(noeud.value)
    return "\n".join(morceaux).replace("\N{NO-BREAK SPACE}", " ")


TEXTES = textes()
CITES = [ligne["lu"] for ligne in _LIGNE.finditer(PAGE)]


def fixe(message: str) -> str:
    """Return the longest part of a quoted message that never changes."""
    return max((morceau.strip(" .,:?") for morceau in _VARIABLE.split(message[2:-2])), key=len)


@pytest.mark.parametrize("message", CITES)
def test_un_message_explique_est_un_message_du_portail(message: str) -> None:
    assert len(fixe(message)) > 5
    assert fixe(message) in TEXTES


def test_l_aide_explique_beaucoup_de_messages() -> None:
    assert len(CITES) > 35
