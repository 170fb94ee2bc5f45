"""How a published PDF is served, to its candidate and to staff alike."""

from __future__ import annotations

from typing import BinaryIO

from flask import Response, request, send_file
from werkzeug.utils import secure_filename

from portal.tables.document import Document


def servir(document: Document, flux: BinaryIO) -> Response:
    """Serve a document; `telecharger` in the address saves it instead of opening it."""
    reponse = send_file(
        flux,
        mimetype="application/pdf",
        as_attachment="telecharger" in request.args,
        download_name=nom_de_fichier(document),
    )
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    # Instead of what send_file says of the files of everybody: « public ».
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def nom_de_fichier(document: Document) -> str:
    """Return « confirmation-01938019334-001-v02.pdf »: plain characters, for any disk."""
    contexte = document.contexte
    numeros = f"{contexte['numero_candidat']}-{contexte['numero_inscription']}"
    return f"{secure_filename(document.code)}-{numeros}-v{document.version:02}.pdf"
