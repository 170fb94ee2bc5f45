"""What an administrateur does. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("administration", __name__)

from portal.web.administration import (  # noqa: E402
    annonces,  # noqa: F401
    comptes,  # noqa: F401
    courriels,  # noqa: F401
    extensions,  # noqa: F401
    fiche,  # noqa: F401
    journal,  # noqa: F401
    perimetres,  # noqa: F401
    taches,  # noqa: F401
)
