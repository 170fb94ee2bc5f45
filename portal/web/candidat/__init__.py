"""What a candidate does once logged in. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("candidat", __name__)

from portal.web.candidat import (  # noqa: E402, F401
    demarches,
    documents,
    enregistrement,
    espace,
    formulaire,
    inscrire,
    justificatifs,
    precisions,
    sauvegarde,
    suivi,
    televersement,
)
