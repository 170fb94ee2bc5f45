"""What an administrateur does. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("administration", __name__)
