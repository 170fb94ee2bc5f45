"""Texts of the exam language: variables `<chemin>`, paragraphs, `-` lists, `**gras**` and `[texte](https://…)`.

A text is read once, then rendered for each candidature. Values are put in after reading: nothing that a
candidate types can become mark-up, and no HTML is made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from portal.domain.langage.rendu import Brut, Gras, Lien, Ligne, Liste, Morceau, Paragraphe, Rendu, assembler
from portal.domain.typographie import francais

__all__ = ["Rendu", "Texte", "TexteInvalide", "analyser", "assembler"]

_CHEMIN = r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_BALISES = "a b br div em font h1 h2 h3 h4 hr i img li ol p script small span strong table td tr u ul".split()
_JETON = re.compile(
    r"(?P<gras>\*\*)"
    r"|\[(?P<lien>[^\]\[]+)\]\((?P<adresse>[^)\s]*)\)"
    rf"|<(?P<chemin>{_CHEMIN})>"
    r"|<(?P<balise>[A-Za-z/!][^<>]*)>"
    r"|<(?P<ouverte>[a-z_]+\.[\w.-]+)"
)
# A variable may follow a scheme or a path, never be a piece of the host.
_PERMISE = re.compile(r"https://[\w.-]+(?:[/?#:]\S*)?|(?:mailto|tel):\S*")
_PREFIXE = re.compile(r"https://[\w.-]+[/?#]\S*|(?:mailto|tel):\S*")
_PERMISE_RENDUE = re.compile(r"(?:https?://|mailto:|tel:)\S+")
_ELEMENT = re.compile(r" *- +(.*)")


class TexteInvalide(ValueError):
    """A text that cannot be read; the message is a French sentence, `index` is where, in the text."""

    def __init__(self, phrase: str, index: int = 0) -> None:
        super().__init__(phrase)
        self.index = index


@dataclass(frozen=True, slots=True)
class Variable:
    """A value to put in, named by its path."""

    chemin: str


Contenu = tuple[str | Variable, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text, still with its variables."""

    genre: Literal["brut", "gras", "lien"]
    contenu: Contenu
    adresse: Contenu = ()

    def rendre(self, valeur_de: Callable[[str], str]) -> Morceau:
        texte = francais(_remplir(self.contenu, valeur_de))
        if self.genre == "gras":
            return Gras(texte)
        adresse = "".join(_remplir(self.adresse, valeur_de).split())
        # An address that comes from a value is checked again: a candidate must not choose its scheme.
        return Lien(texte, adresse) if _PERMISE_RENDUE.fullmatch(adresse) else Brut(texte)


@dataclass(frozen=True, slots=True)
class Bloc:
    """A paragraph or a list, line by line."""

    liste: bool
    lignes: tuple[tuple[Fragment, ...], ...]

    def rendre(self, valeur_de: Callable[[str], str]) -> Paragraphe | Liste:
        lignes: tuple[Ligne, ...] = tuple(tuple(f.rendre(valeur_de) for f in ligne) for ligne in self.lignes)
        return Liste(lignes) if self.liste else Paragraphe(lignes)


@dataclass(frozen=True, slots=True)
class Texte:
    """A text read once; `chemins` are the paths of its variables, each once, in order."""

    source: str
    blocs: tuple[Bloc, ...] = ()
    chemins: tuple[str, ...] = ()

    def rendre(self, valeur_de: Callable[[str], str]) -> Rendu:
        """Return the neutral tree of the text; `valeur_de` writes the value of a path for people."""
        return Rendu(tuple(bloc.rendre(valeur_de) for bloc in self.blocs))


def analyser(texte: str) -> Texte:
    """Read a text. Raises TexteInvalide for HTML, a path or an address that cannot be one, a lone `**`."""
    blocs: list[tuple[bool, list[tuple[int, str]]]] = []
    index, nouveau = 0, True
    for ligne in texte.split("\n"):
        if ligne.strip():
            _ranger(blocs, nouveau, index, ligne)
        nouveau = not ligne.strip()
        index += len(ligne) + 1
    lus = tuple(Bloc(liste, tuple(_fragments(i, ligne) for i, ligne in lignes)) for liste, lignes in blocs)
    contenus = [f.contenu + f.adresse for bloc in lus for ligne in bloc.lignes for f in ligne]
    chemins = dict.fromkeys(part.chemin for c in contenus for part in c if isinstance(part, Variable))
    return Texte(texte, lus, tuple(chemins))


def _ranger(blocs: list[tuple[bool, list[tuple[int, str]]]], nouveau: bool, index: int, ligne: str) -> None:
    """Put a line in its block; a shifted line under a dash continues it."""
    en_liste = bool(blocs) and blocs[-1][0] and not nouveau
    if element := _ELEMENT.match(ligne):
        if not en_liste:
            blocs.append((True, []))
        blocs[-1][1].append((index + element.start(1), element[1].rstrip()))
    elif en_liste and ligne.startswith(" "):
        debut, avant = blocs[-1][1][-1]
        blocs[-1][1][-1] = (debut, f"{avant} {ligne.strip()}")
    else:
        if nouveau or en_liste:
            blocs.append((False, []))
        blocs[-1][1].append((index, ligne.strip()))


def _fragments(index: int, ligne: str) -> tuple[Fragment, ...]:
    fragments: list[Fragment] = []
    courant: list[str | Variable] = []
    gras, fin = False, 0
    for jeton in _JETON.finditer(ligne):
        courant.append(ligne[fin : jeton.start()])
        fin = jeton.end()
        if jeton["chemin"] and jeton["chemin"].lower() not in _BALISES:
            courant.append(Variable(jeton["chemin"]))
            continue
        _vider(fragments, courant, gras)
        if jeton["gras"]:
            gras = not gras
        elif jeton["lien"]:
            fragments.append(_lien(jeton, index))
        else:
            raise _balise(jeton, index)
    if gras:
        raise TexteInvalide("« ** » ouvre un passage en gras qui n'est pas refermé sur la même ligne.", index)
    courant.append(ligne[fin:])
    _vider(fragments, courant, gras)
    return tuple(fragments)


def _vider(fragments: list[Fragment], courant: list[str | Variable], gras: bool) -> None:
    contenu = tuple(partie for partie in courant if partie != "")
    courant.clear()
    if contenu:
        fragments.append(Fragment("gras" if gras else "brut", contenu))


def _lien(jeton: re.Match[str], index: int) -> Fragment:
    adresse = _contenu(jeton["adresse"], index + jeton.start("adresse"))
    if not _adresse_permise(adresse):
        phrase = (
            f"l'adresse « {jeton['adresse']} » n'est pas lue. Une adresse commence par « https:// », "
            "« mailto: » ou « tel: »."
        )
        raise TexteInvalide(phrase, index + jeton.start("adresse"))
    return Fragment("lien", _contenu(jeton["lien"], index + jeton.start("lien")), adresse)


def _adresse_permise(adresse: Contenu) -> bool:
    if not adresse or isinstance(adresse[0], Variable):
        return len(adresse) == 1
    return bool((_PERMISE if len(adresse) == 1 else _PREFIXE).fullmatch(adresse[0]))


def _contenu(texte: str, index: int) -> Contenu:
    """Read variables only, inside a link."""
    parties: list[str | Variable] = []
    fin = 0
    for jeton in re.finditer(r"<([^<>]*)>", texte):
        if not re.fullmatch(_CHEMIN, jeton[1]):
            raise _pas_un_chemin(jeton[1], index + jeton.start())
        parties += [texte[fin : jeton.start()], Variable(jeton[1])]
        fin = jeton.end()
    return tuple(partie for partie in (*parties, texte[fin:]) if partie != "")


def _balise(jeton: re.Match[str], index: int) -> TexteInvalide:
    place = index + jeton.start()
    if jeton["ouverte"]:
        return TexteInvalide(f"« <{jeton['ouverte']} » n'est pas refermé : il manque « > ».", place)
    dedans = jeton["chemin"] or jeton["balise"]
    mot = re.match(r"[/!]?([A-Za-z0-9]*)", dedans)
    if dedans[0] in "/!" or (mot and mot[1].lower() in _BALISES):
        return TexteInvalide(
            f"« <{dedans}> » : les balises HTML ne sont pas lues. Pour du gras, écrivez **gras** ; "
            "pour un lien, [texte](https://…).",
            place,
        )
    return _pas_un_chemin(dedans, place)


def _pas_un_chemin(dedans: str, place: int) -> TexteInvalide:
    phrase = (
        f"« <{dedans}> » n'est pas une variable : elle s'écrit avec des lettres sans accents, des chiffres, "
        "« _ », « - » et des points, comme <candidat.prenom>."
    )
    return TexteInvalide(phrase, place)


def _remplir(contenu: Contenu, valeur_de: Callable[[str], str]) -> str:
    return "".join(valeur_de(p.chemin) if isinstance(p, Variable) else p for p in contenu)
