"""Errors as pages: a French sentence and what to do next. Domain refusals are mapped to HTTP here, once."""

from __future__ import annotations

import errno
import logging
import secrets
from dataclasses import dataclass

from flask import Flask, Response
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from portal.db import db
from portal.domain.refus import Refus
from portal.domain.typographie import francais
from portal.web.htmx import page_ou_fragment

journal = logging.getLogger(__name__)
DISQUE_PLEIN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class PageErreur:
    """What an error page says. `reference` is the number to give to who helps."""

    statut: int
    titre: str
    phrase: str
    conseil: str
    reference: str | None = None


TEXTES = {
    400: (
        "Demande incomprise",
        "Le portail n'a pas compris cette demande.",
        "Revenez à la page précédente et recommencez.",
    ),
    401: (
        "Connexion nécessaire",
        "Votre connexion est terminée. Rien de ce qui était enregistré n'est perdu.",
        "Connectez-vous dans un autre onglet, puis revenez ici et recommencez.",
    ),
    403: ("Accès refusé", "Cette action n'est pas permise.", "Revenez à la page précédente."),
    404: (
        "Page introuvable",
        "Cette page n'existe pas, ou vous n'y avez pas accès.",
        "Vérifiez l'adresse, ou repartez de l'accueil.",
    ),
    405: (
        "Action impossible ici",
        "Cette adresse n'accepte pas cette action.",
        "Repartez de la page précédente.",
    ),
    409: (
        "Page dépassée",
        "Les informations ont changé depuis que cette page est ouverte.",
        "Rechargez la page : vos dernières réponses enregistrées y sont.",
    ),
    410: ("Lien dépassé", "Ce lien n'est plus valable.", "Demandez-en un nouveau."),
    413: (
        "Envoi trop lourd",
        "Ce que vous envoyez dépasse la taille acceptée.",
        "Réduisez-le, puis recommencez.",
    ),
    422: ("Demande refusée", "Une réponse n'est pas acceptée.", "Revenez à la page précédente et corrigez."),
    429: (
        "Trop de demandes",
        "Vous avez fait trop de demandes en peu de temps.",
        "Attendez, puis recommencez.",
    ),
    500: (
        "Erreur du portail",
        "Une erreur s'est produite de notre côté. Ce qui était enregistré n'est pas perdu.",
        "Recommencez dans quelques minutes.",
    ),
    503: (
        "Portail très demandé",
        "Le portail n'a pas pu répondre à temps. Rien n'a été enregistré par cette action.",
        "Recommencez dans quelques secondes.",
    ),
    507: (
        "Plus de place pour l'instant",
        "Le portail n'a pas la place de garder cet envoi. Rien n'a été enregistré par cette action.",
        "Recommencez dans quelques minutes : le service est prévenu.",
    ),
}
CSRF = (
    "Page ouverte depuis trop longtemps",
    "Par sécurité, cette page ne peut plus être envoyée.",
    "Rechargez la page, puis recommencez : vos réponses enregistrées y sont.",
)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refus, _refus)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _hote_inconnu)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _base_occupee)
    app.register_error_handler(OSError, _disque)
    app.register_error_handler(Exception, _imprevu)


def _refus(refus: Refus) -> Response:
    titre, _, conseil = TEXTES.get(refus.statut, TEXTES[422])
    reponse = _page(PageErreur(refus.statut, titre, refus.phrase, conseil))
    if secondes := getattr(refus, "secondes", None):
        reponse.headers["Retry-After"] = str(secondes)
    return reponse


def _csrf(_: CSRFError) -> Response:
    return _page(PageErreur(400, *CSRF))


def _hote_inconnu(_: SecurityError) -> Response:
    """No page: without a host that is ours, no address in it could be right."""
    return Response("Ce portail ne répond pas à cette adresse.\n", 400, mimetype="text/plain")


def _http(erreur: HTTPException) -> Response:
    statut = erreur.code or 500
    if statut < 400:
        return erreur.get_response()  # type: ignore[return-value]
    textes = TEXTES.get(statut, TEXTES[500 if statut >= 500 else 400])
    reponse = _page(PageErreur(statut, *textes))
    if isinstance(erreur, MethodNotAllowed) and erreur.valid_methods:
        reponse.headers["Allow"] = ", ".join(erreur.valid_methods)
    return reponse


def _base_occupee(erreur: OperationalError) -> Response:
    """The write lock did not come in time: the rush before a closing. Nothing was written."""
    if "disk is full" in str(erreur.orig):
        return _disque(OSError(errno.ENOSPC, "database"))
    if "locked" not in str(erreur.orig):
        return _imprevu(erreur)
    db.session.rollback()
    reponse = _page(PageErreur(503, *TEXTES[503]))
    reponse.headers["Retry-After"] = "5"
    return reponse


def _disque(erreur: OSError) -> Response:
    """The disk is full, or a quota is: what was being written is not kept, what was kept is safe."""
    if erreur.errno not in DISQUE_PLEIN:
        return _imprevu(erreur)
    journal.error("no room left: %s", erreur)
    db.session.rollback()
    return _page(PageErreur(507, *TEXTES[507]))


def _imprevu(erreur: Exception) -> Response:
    reference = secrets.token_hex(4)
    journal.exception("error %s", reference, exc_info=erreur)
    try:
        db.session.rollback()
        return _page(PageErreur(500, *TEXTES[500], reference))
    except Exception:
        # The page itself needs what is broken (the database, for its menu): say it in plain text.
        journal.exception("error %s: no page for it", reference)
        return Response(f"Erreur du portail, référence {reference}.\n", 500, mimetype="text/plain")


def _page(erreur: PageErreur) -> Response:
    page = PageErreur(
        erreur.statut,
        francais(erreur.titre),
        francais(erreur.phrase),
        francais(erreur.conseil),
        erreur.reference,
    )
    return page_ou_fragment("erreurs/page.html", "contenu", erreur.statut, erreur=page)
