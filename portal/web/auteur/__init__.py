"""What authors of modèles see. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("auteur", __name__)

from portal.web.auteur import modeles  # noqa: E402, F401
