"""A CSV file as people save it from a spreadsheet: any usual encoding and separator, titles in any case.

What is wrong with the whole file is a FeuilleIllisible, with one line an Erreur of that line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.refus import Refus
from portal.domain.saisie_invalide import citer
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import pluriel

LIGNES_MAX = 100_000
SEPARATEURS = (";", ",", "\t")
NOMS_DES_SEPARATEURS = "point-virgule, virgule ou tabulation"
# What makes a spreadsheet run a formula (OWASP, « CSV injection »).
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


class FeuilleIllisible(Refus):
    """The file as a whole cannot be read as the table that is expected."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """One expected column; `noms` are its other titles. Accents, case and « n° » do not count."""

    code: str
    intitule: str
    noms: tuple[str, ...] = ()
    obligatoire: bool = True

    @property
    def titres(self) -> frozenset[str]:
        return frozenset(_titre(nom) for nom in (self.code, self.intitule, *self.noms))


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


def lire_feuille(octets: bytes, colonnes: Sequence[Colonne]) -> Feuille:
    """Read a CSV file whose first line holds the titles. Raises FeuilleIllisible."""
    texte = _decoder(octets)
    premiere = next((ligne for ligne in texte.splitlines() if ligne.strip()), "")
    if not premiere:
        raise FeuilleIllisible("Ce fichier est vide.")
    separateur = _separateur(premiere, colonnes)
    lignes = _lignes(texte, separateur)
    try:
        _, titres = next(lignes)
        places = _places(titres, colonnes)
        return _ranger(lignes, len(titres), places)
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
        return sum(_titre(mot.strip('"')) in connus for mot in titres.split(separateur))

    meilleur = max(SEPARATEURS, key=reconnus)
    if reconnus(meilleur) < min(2, len(colonnes)):
        attendus = " ; ".join(colonne.intitule for colonne in colonnes)
        raise FeuilleIllisible(
            "La première ligne ne donne pas les titres attendus, ou le séparateur n'est pas reconnu "
            f"({NOMS_DES_SEPARATEURS}). Titres attendus : {attendus}."
        )
    return meilleur


def _lignes(texte: str, separateur: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the first physical line, cells), blank lines left out."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1
    for cellules in lecteur:
        if any(cellule.strip() for cellule in cellules):
            yield debut, [" ".join(cellule.split()) for cellule in cellules]
        debut = lecteur.line_num + 1


def _places(titres: list[str], colonnes: Sequence[Colonne]) -> dict[str, int]:
    places: dict[str, int] = {}
    for rang, titre in enumerate(titres):
        colonne = next((une for une in colonnes if _titre(titre) in une.titres), None)
        if colonne is not None and colonne.code in places:
            raise FeuilleIllisible(f"La colonne « {colonne.intitule} » est deux fois dans ce fichier.")
        if colonne is not None:
            places[colonne.code] = rang
    absentes = [une.intitule for une in colonnes if une.obligatoire and une.code not in places]
    if absentes:
        raise FeuilleIllisible(
            f"Il manque {pluriel(len(absentes), 'colonne')} dans ce fichier : {', '.join(absentes)}."
        )
    return places


def _ranger(lignes: Iterator[tuple[int, list[str]]], attendues: int, places: dict[str, int]) -> Feuille:
    rangees: list[Rangee] = []
    erreurs: list[Erreur] = []
    for total, (numero, cellules) in enumerate(lignes, 1):
        if total > LIGNES_MAX:
            raise FeuilleIllisible("Ce fichier a plus de 100 000 lignes : partagez-le en plusieurs.")
        while len(cellules) > attendues and not cellules[-1]:
            cellules.pop()
        if len(cellules) == attendues:
            rangees.append(Rangee(numero, {code: cellules[rang] for code, rang in places.items()}))
        else:
            cases = pluriel(len(cellules), "cellule")
            debut = citer(cellules[0]) if cellules else ""
            erreurs.append(
                Erreur(numero, f"Cette ligne a {cases}, et le fichier {attendues} colonnes ({debut}).")
            )
    if not rangees and not erreurs:
        raise FeuilleIllisible("Ce fichier n'a que sa ligne de titres : aucune ligne à lire.")
    return Feuille(tuple(rangees), tuple(erreurs))


def _titre(nom: str) -> str:
    """« N° candidature * » and « numero_candidature » are the same title."""
    mots = sans_accents(nom.replace("°", " ").replace("_", " ")).split()
    return "".join(mot for mot in mots if mot not in ("N", "NO", "NUMERO", "DE", "D", "LA", "L"))
