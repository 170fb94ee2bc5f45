"""Reads a PDF in the child: can it be opened, does it only show pages, how many of them.

Two readers have to agree: PDFium, which draws it later, and pypdf, which walks through what it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from portal.adapters.inspection.refus import Refuse

PAGES_MAX = 500
OBJETS_MAX = 400_000
QUEUE = 2048
_MOT_DE_PASSE = 4  # FPDF_ERR_PASSWORD
# Fonts, drawings and the reading order hold no action, and most of the objects of a large document.
_SANS_ACTION = frozenset({"/Resources", "/Contents", "/StructTreeRoot"})
_ACTIONS = {
    "/JavaScript": "du code JavaScript",
    "/Launch": "une commande qui lance un programme",
    "/ImportData": "une commande qui importe des données",
    "/RichMediaExecute": "du contenu multimédia",
    "/Rendition": "du contenu multimédia",
    "/Movie": "du contenu multimédia",
    "/Sound": "du contenu multimédia",
    "/GoToE": "un fichier joint",
}
_ANNOTATIONS = {
    "/FileAttachment": "un fichier joint",
    "/RichMedia": "du contenu multimédia",
    "/Movie": "du contenu multimédia",
    "/Sound": "du contenu multimédia",
    "/Screen": "du contenu multimédia",
    "/3D": "du contenu multimédia",
}
_CLES = {
    "/EF": "un fichier joint",
    "/EmbeddedFiles": "un fichier joint",
    "/JavaScript": "du code JavaScript",
    "/XFA": "un formulaire interactif (XFA)",
}


def inspecter(chemin: str) -> int:
    """Return the number of pages. Raises Refuse: pdf_protege, pdf_actif, illisible, trop_de_pages."""
    octets = Path(chemin).read_bytes()
    # Readers repair a file that was cut half-way, and show what is left of it: its end tells.
    if b"%%EOF" not in octets[-QUEUE:].rstrip(b"\0"):
        raise Refuse("illisible")
    clair, pages = _ouvrir(octets)
    _chercher_actions(clair)
    return pages


def _ouvrir(octets: bytes) -> tuple[bytes, int]:
    """Return the document without its encryption, and its number of pages, each of which could be loaded.

    A PDF that asks for no password may still be encrypted (« printing not allowed »): everybody reads it.
    """
    try:
        document = pypdfium2.PdfDocument(octets)
    except pypdfium2.PdfiumError as erreur:
        raise Refuse("pdf_protege" if erreur.err_code == _MOT_DE_PASSE else "illisible") from erreur
    pages = len(document)
    if pages > PAGES_MAX:
        raise Refuse("trop_de_pages", pages, PAGES_MAX)
    if pages == 0:
        raise Refuse("illisible")
    for rang in range(pages):
        document[rang].close()
    return _en_clair(document, octets), pages


def _en_clair(document: Any, octets: bytes) -> bytes:
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) < 0:
        return octets
    sortie = BytesIO()
    document.save(sortie, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return sortie.getvalue()


def _chercher_actions(octets: bytes) -> None:
    logging.getLogger("pypdf").disabled = True
    for dictionnaire in _dictionnaires(PdfReader(BytesIO(octets)).trailer["/Root"]):
        if trouve := _action(dictionnaire):
            raise Refuse("pdf_actif", trouve)


def _action(dictionnaire: DictionaryObject) -> str | None:
    for cle, dit in _CLES.items():
        if cle in dictionnaire:
            return dit
    nature = _nom(dictionnaire, "/S")
    return _ACTIONS.get(nature) or _ANNOTATIONS.get(_nom(dictionnaire, "/Subtype"))


def _nom(dictionnaire: DictionaryObject, cle: str) -> str:
    valeur = dictionnaire.get(cle)
    return str(valeur.get_object() if isinstance(valeur, IndirectObject) else valeur)


def _dictionnaires(racine: object) -> Iterator[DictionaryObject]:
    """Walk over every dictionary that can be reached, each once. Raises Refuse beyond OBJETS_MAX."""
    vus: set[int] = set()
    reste = [racine]
    visites = 0
    while reste:
        objet = reste.pop()
        if isinstance(objet, IndirectObject):
            if objet.idnum in vus:
                continue
            vus.add(objet.idnum)
            objet = objet.get_object()
        visites += 1
        if visites > OBJETS_MAX:
            raise Refuse("illisible")
        if isinstance(objet, DictionaryObject):
            yield objet
            reste.extend(v for cle, v in objet.items() if cle not in _SANS_ACTION)
        elif isinstance(objet, ArrayObject):
            reste.extend(objet)
