"""The gestionnaires' office. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("gestionnaire", __name__)

from portal.web.gestionnaire import (  # noqa: E402, F401
    candidature,
    candidatures,
    chiffres,
    corrections,
    delais,
    documents,
    etat_civil,
    exports,
    fichiers,
    filtres,
    operations,
    operations_nouvelle,
    pieces,
    sessions,
    verification,
)
