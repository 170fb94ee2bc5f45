"""From bytes to a text that YAML can read: encoding, line ends, invisible characters, tabs, hard spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.domain.langage.diagnostic import Position, Rapport
from portal.domain.langage.lecture.page import Page

TAILLE_MAX = 300_000
INSECABLES = "\u00a0\u2007\u202f\u3000"

# Controls, direction marks, zero-width characters, surrogates, private use, the lost character U+FFFD.
_INVISIBLES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_TABULATION = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_INSECABLE = re.compile(rf"^ *[{INSECABLES}][ {INSECABLES}]*(?=\S)", re.MULTILINE)
_ENREGISTRER = (
    "Enregistrez-le en UTF-8 (dans le Bloc-notes : « Enregistrer sous », puis « Encodage : UTF-8 »)."
)


def decoder(octets: bytes | str, fichier: str, rapport: Rapport) -> Page | None:
    """Return the text of a file, each character at its own column, or None when it cannot be read.

    What is wrong but can be replaced by a space is reported and replaced, so that reading goes on.
    """
    brut = octets.encode("utf-8", "surrogatepass") if isinstance(octets, str) else octets
    if len(brut) > TAILLE_MAX:
        phrase = f"ce fichier est trop gros ({len(brut) // 1000} ko) : {TAILLE_MAX // 1000} ko au plus."
        rapport.erreur(Position(fichier), "", phrase)
        return None
    texte = octets if isinstance(octets, str) else _en_texte(brut, fichier, rapport)
    if texte is None:
        return None
    texte = texte.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    page = _sans_invisibles(Page(fichier, texte), rapport)
    return _sans_tabulations(_sans_insecables(page, rapport), rapport)


def _en_texte(brut: bytes, fichier: str, rapport: Rapport) -> str | None:
    if brut[:2] in (b"\xff\xfe", b"\xfe\xff"):
        rapport.erreur(Position(fichier), "", f"ce fichier est en UTF-16. {_ENREGISTRER}")
        return None
    try:
        return brut.decode("utf-8")
    except UnicodeDecodeError as erreur:
        avant = brut[: erreur.start].decode("utf-8").removeprefix("\ufeff")
        page = Page(fichier, avant.replace("\r\n", "\n").replace("\r", "\n"))
        lettre = brut[erreur.start : erreur.start + 1].decode("cp1252", "replace")
        doute = f", sans doute « {lettre} »," if lettre.isalpha() else ""
        phrase = f"l'octet {brut[erreur.start]:02X}{doute} n'est pas de l'UTF-8. {_ENREGISTRER}"
        rapport.erreur(page.position(len(page.texte)), "", phrase)
        return None


def _sans_invisibles(page: Page, rapport: Rapport) -> Page:
    trouves = list(_INVISIBLES.finditer(page.texte))
    if not trouves:
        return page
    nom = f"U+{ord(trouves[0].group()):04X}"
    rapport.erreur(
        page.position(trouves[0].start()),
        "",
        f"un caractère invisible ou illisible ({nom}), souvent venu d'un copier-coller, s'est glissé ici. "
        f"Effacez-le et retapez ce qui l'entoure.{_ailleurs(page, [t.start() for t in trouves])}",
    )
    return Page(page.fichier, _INVISIBLES.sub(" ", page.texte))


def _sans_insecables(page: Page, rapport: Rapport) -> Page:
    trouves = list(_INSECABLE.finditer(page.texte))
    if not trouves:
        return page
    rapport.erreur(
        page.position(trouves[0].start()),
        "",
        "cette ligne est décalée avec une espace insécable, souvent collée depuis un traitement de texte. "
        f"Remplacez-la par des espaces ordinaires.{_ailleurs(page, [t.start() for t in trouves])}",
    )
    return Page(page.fichier, _INSECABLE.sub(lambda t: " " * len(t.group()), page.texte))


def _sans_tabulations(page: Page, rapport: Rapport) -> Page | None:
    """Refuse tabs that shift a line: their width is anybody's guess. Elsewhere a tab is a space."""
    trouves = list(_TABULATION.finditer(page.texte))
    if trouves:
        rapport.erreur(
            page.position(trouves[0].start() + trouves[0].group().index("\t")),
            "",
            "cette ligne est décalée avec une tabulation. Remplacez-la par deux espaces par niveau."
            + _ailleurs(page, [t.start() for t in trouves]),
        )
        return None
    return Page(page.fichier, page.texte.replace("\t", " "))


def _ailleurs(page: Page, indices: Sequence[int]) -> str:
    """« Même chose à la ligne 4. » for the other lines that have the same defect."""
    lignes = sorted({page.position(i).ligne for i in indices} - {page.position(indices[0]).ligne})
    if not lignes:
        return ""
    if len(lignes) == 1:
        return f" Même chose à la ligne {lignes[0]}."
    suite = ", …" if len(lignes) > 10 else ""
    return f" Même chose aux lignes {', '.join(map(str, lignes[:10]))}{suite}."
