"""The files of pièces as staff open them: pictures made by the server, and the original to download."""

from __future__ import annotations

from flask import Response, send_file

from portal.services import piece_vue
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues


@vues.get("/gestion/pieces/<depot>/images/<int(max=9999):numero>")
@acces("gestionnaire")
def piece_image(depot: str, numero: int) -> Response:
    """Serve the picture of one page, from 1.

    The file is given unread: the server sends it from where the system stands in it, which a buffered
    reader that was read and taken back does not move.
    """
    flux = piece_vue.ouvrir_image(portail(), agent_courant(), depot, numero)
    return _prive(send_file(flux, mimetype="image/jpeg"))


@vues.get("/gestion/pieces/<depot>/original")
@acces("gestionnaire")
def piece_original(depot: str) -> Response:
    """Serve a file as it was handed in: to be saved, never shown by the browser as a page of ours."""
    fichier, flux = piece_vue.ouvrir_original(portail(), agent_courant(), depot)
    return _prive(
        send_file(flux, mimetype="application/octet-stream", as_attachment=True, download_name=fichier.nom)
    )


def _prive(reponse: Response) -> Response:
    reponse.headers["Cache-Control"] = "private, no-store"
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    return reponse
