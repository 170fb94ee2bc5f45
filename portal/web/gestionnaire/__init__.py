"""The gestionnaires' office. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("gestionnaire", __name__)
