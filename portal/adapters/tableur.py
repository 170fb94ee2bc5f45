"""Writes the files that spreadsheets open, row by row, whatever their number.

A CSV file is what French Excel reads: UTF-8 with its mark, « ; », CRLF. In an XLSX file each cell has its
type: a text is a string, never a formula, a number or a link.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from portal.domain.export import ColonneExport, neutraliser, texte_de_cellule

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Valeur = str | int | None
Rangee = Sequence[Valeur]
Formats: TypeAlias = "Mapping[str, Format]"
# Nothing in the file tells when it was made: the same rows are the same bytes.
CREE_LE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LARGEUR_MIN, LARGEUR_MAX = 10, 36


def ecrire_csv(chemin: Path, colonnes: Sequence[ColonneExport], rangees: Iterable[Rangee]) -> None:
    """Write a CSV file. A date is an ISO date in `rangees`, DD/MM/YYYY in the file."""
    with chemin.open("w", encoding="utf-8-sig", newline="") as fichier:
        plume = csv.writer(fichier, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        plume.writerow([neutraliser(colonne.intitule) for colonne in colonnes])
        for rangee in rangees:
            plume.writerow([_en_texte(c, v) for c, v in zip(colonnes, rangee, strict=True)])


def _en_texte(colonne: ColonneExport, valeur: Valeur) -> str:
    if valeur is None or valeur == "":
        return ""
    if colonne.genre == "date":
        return f"{date.fromisoformat(str(valeur)):%d/%m/%Y}"
    return str(valeur) if colonne.genre == "nombre" else neutraliser(texte_de_cellule(str(valeur)))


def ecrire_xlsx(chemin: Path, colonnes: Sequence[ColonneExport], rangees: Iterable[Rangee]) -> None:
    """Write an XLSX file; rows go to the disk as they come, beside `chemin`."""
    import xlsxwriter  # not at the top: only who writes a spreadsheet needs it in memory

    options = {
        "constant_memory": True,
        "tmpdir": str(chemin.parent),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    classeur = xlsxwriter.Workbook(str(chemin), options)
    classeur.set_properties({"created": CREE_LE})
    feuille = classeur.add_worksheet("Candidatures")
    entete = classeur.add_format({"bold": True, "bottom": 1})
    formats = {
        "texte": classeur.add_format({"num_format": "@"}),
        "date": classeur.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for rang, colonne in enumerate(colonnes):
        largeur = min(max(len(colonne.intitule) + 2, LARGEUR_MIN), LARGEUR_MAX)
        feuille.set_column(rang, rang, largeur)
        feuille.write_string(0, rang, texte_de_cellule(colonne.intitule), entete)
    feuille.freeze_panes(1, 0)
    derniere = 0
    for derniere, rangee in enumerate(rangees, 1):
        for rang, (colonne, valeur) in enumerate(zip(colonnes, rangee, strict=True)):
            if valeur is not None and valeur != "":
                _ecrire_cellule(feuille, derniere, rang, colonne, valeur, formats)
    if colonnes:
        feuille.autofilter(0, 0, derniere, len(colonnes) - 1)
    classeur.close()


def _ecrire_cellule(
    feuille: Worksheet, ligne: int, rang: int, colonne: ColonneExport, valeur: str | int, formats: Formats
) -> None:
    if colonne.genre == "date":
        feuille.write_datetime(ligne, rang, date.fromisoformat(str(valeur)), formats["date"])
    elif colonne.genre == "nombre":
        feuille.write_number(ligne, rang, int(valeur))
    else:
        feuille.write_string(ligne, rang, texte_de_cellule(str(valeur)), formats["texte"])
