"""Accounts: making one, logging in, changing it. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("compte", __name__)

from portal.web.compte import creation, identification, modification, oubli  # noqa: E402, F401
