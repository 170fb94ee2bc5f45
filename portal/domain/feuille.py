"""A CSV file as people save it from a spreadsheet: any usual encoding and separator, titles in any case.

What is wrong with the whole file is a FeuilleIllisible, with one line an Erreur of that line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.saisie_invalide import citer
from portal.domain.titres import Colonne, FeuilleIllisible, TitresInattendus, constater, titre_comparable
from portal.domain.typographie import pluriel

__all__ = [
    "Colonne",
    "Erreur",
    "Feuille",
    "FeuilleIllisible",
    "Rangee",
    "TitresInattendus",
    "ecrire_feuille",
    "lire_feuille",
]

LIGNES_MAX = 100_000
SEPARATEURS = (";", ",", "\t")
NOMS_DES_SEPARATEURS = "point-virgule, virgule ou tabulation"
# What makes a spreadsheet run a formula (OWASP, « CSV injection »).
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Rangee:
    """One line of the file, by code of column, cells without the spaces around; `numero` as editors count."""

    numero: int
    valeurs: Mapping[str, str]

    def __getitem__(self, code: str) -> str:
        return self.valeurs.get(code, "")


@dataclass(frozen=True, slots=True)
class Erreur:
    """What is wrong with one line: a French sentence."""

    numero: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Feuille:
    """What was read: good lines, and what is wrong with the others."""

    rangees: tuple[Rangee, ...] = ()
    erreurs: tuple[Erreur, ...] = field(default=())


def lire_feuille(octets: bytes, colonnes: Sequence[Colonne], exacte: bool = False) -> Feuille:
    """Read a CSV file whose first line holds the titles; `exacte` refuses titles that are not known.

    Raises FeuilleIllisible, or TitresInattendus when it is the first line that is wrong.
    """
    texte = _decoder(octets)
    premiere = next((ligne for ligne in texte.splitlines() if ligne.strip()), "")
    if not premiere:
        raise FeuilleIllisible("Ce fichier est vide.")
    separateur = _separateur(premiere, colonnes)
    lignes = _lignes(texte, separateur)
    try:
        _, titres = next(lignes)
        places = _places([_sur_une_ligne(titre) for titre in titres], colonnes, exacte)
        return _ranger(lignes, len(titres), places, {une.code for une in colonnes if une.lignes})
    except csv.Error as faute:
        raise FeuilleIllisible(
            "Ce fichier CSV est abîmé : un guillemet n'est pas refermé, ou une cellule est démesurée."
        ) from faute


def ecrire_feuille(lignes: Iterable[Sequence[object]]) -> bytes:
    """Write lines for French Excel: UTF-8 with BOM, « ; », and no cell that it could run as a formula."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrivain.writerows([_inerte(cellule) for cellule in ligne] for ligne in lignes)
    return ("\ufeff" + sortie.getvalue()).encode()


def _inerte(cellule: object) -> str:
    texte = "" if cellule is None else str(cellule)
    return f"'{texte}" if texte.startswith(_FORMULES) else texte


def _active(cellule: str) -> str:
    """Undo `_inerte`: what was written by the portal is read again as it was."""
    return cellule[1:] if cellule[:1] == "'" and cellule[1:].startswith(_FORMULES) else cellule


def _decoder(octets: bytes) -> str:
    if octets[:2] == b"PK" or octets[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FeuilleIllisible(
            "C'est un classeur, pas un fichier CSV : dans le tableur, choisissez « Enregistrer sous » puis "
            "« CSV (séparateur : point-virgule) »."
        )
    codage = "utf-16" if octets[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        texte = octets.decode(codage)
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    if "\0" in texte:
        raise FeuilleIllisible("Ce fichier n'est pas un fichier CSV : ce n'est pas du texte.")
    return texte


def _separateur(titres: str, colonnes: Sequence[Colonne]) -> str:
    """Return the separator that gives the most known titles."""
    connus = frozenset[str]().union(*(colonne.titres for colonne in colonnes))

    def reconnus(separateur: str) -> int:
        return sum(titre_comparable(mot.strip('"')) in connus for mot in titres.split(separateur))

    meilleur = max(SEPARATEURS, key=reconnus)
    if reconnus(meilleur) < min(2, len(colonnes)):
        attendus = " ; ".join(colonne.intitule for colonne in colonnes)
        raise TitresInattendus(
            "La première ligne ne donne pas les titres attendus, ou le séparateur n'est pas reconnu "
            f"({NOMS_DES_SEPARATEURS}). Titres attendus : {attendus}.",
            constater([mot.strip('" ') for mot in titres.split(meilleur)], colonnes),
        )
    return meilleur


def _lignes(texte: str, separateur: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the first physical line, cells), blank lines left out."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1
    for cellules in lecteur:
        if any(cellule.strip() for cellule in cellules):
            yield debut, cellules
        debut = lecteur.line_num + 1


def _sur_une_ligne(cellule: str) -> str:
    return " ".join(cellule.split())


def _places(titres: list[str], colonnes: Sequence[Colonne], exacte: bool) -> dict[str, int]:
    places: dict[str, int] = {}
    for rang, titre in enumerate(titres):
        colonne = next((une for une in colonnes if titre_comparable(titre) in une.titres), None)
        if colonne is not None and colonne.code in places:
            phrase = f"La colonne « {colonne.intitule} » est deux fois dans ce fichier."
            raise TitresInattendus(phrase, constater(titres, colonnes))
        if colonne is not None:
            places[colonne.code] = rang
    absentes = [une.intitule for une in colonnes if une.obligatoire and une.code not in places]
    if absentes:
        phrase = f"Il manque {pluriel(len(absentes), 'colonne')} dans ce fichier : {', '.join(absentes)}."
        raise TitresInattendus(phrase, constater(titres, colonnes))
    de_trop = [une.titre for une in constater(titres, colonnes) if une.etat == "inconnue"] if exacte else []
    if de_trop:
        phrase = f"Ce fichier a {pluriel(len(de_trop), 'colonne')} de trop : {', '.join(de_trop)}."
        raise TitresInattendus(phrase, constater(titres, colonnes))
    return places


def _ranger(
    lignes: Iterator[tuple[int, list[str]]], attendues: int, places: dict[str, int], longues: set[str]
) -> Feuille:
    def lire(code: str, cellule: str) -> str:
        return _active(cellule.strip() if code in longues else _sur_une_ligne(cellule))

    rangees: list[Rangee] = []
    erreurs: list[Erreur] = []
    for total, (numero, cellules) in enumerate(lignes, 1):
        if total > LIGNES_MAX:
            raise FeuilleIllisible("Ce fichier a plus de 100 000 lignes : partagez-le en plusieurs.")
        while len(cellules) > attendues and not cellules[-1].strip():
            cellules.pop()
        if len(cellules) == attendues:
            valeurs = {code: lire(code, cellules[rang]) for code, rang in places.items()}
            rangees.append(Rangee(numero, valeurs))
        else:
            cases = pluriel(len(cellules), "cellule")
            debut = citer(cellules[0]) if cellules else ""
            erreurs.append(
                Erreur(numero, f"Cette ligne a {cases}, et le fichier {attendues} colonnes ({debut}).")
            )
    if not rangees and not erreurs:
        raise FeuilleIllisible("Ce fichier n'a que sa ligne de titres : aucune ligne à lire.")
    return Feuille(tuple(rangees), tuple(erreurs))
