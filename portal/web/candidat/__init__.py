"""What a candidate does once logged in. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("candidat", __name__)
