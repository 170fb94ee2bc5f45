"""Accounts: making one, logging in, changing it. Each module adds its views to this blueprint."""

from flask import Blueprint

vues = Blueprint("compte", __name__)

from portal.web.compte import (  # noqa: E402
    creation,  # noqa: F401
    identification,  # noqa: F401
    modification,  # noqa: F401
    oubli,  # noqa: F401
    renouvellement,  # noqa: F401
    telephone,  # noqa: F401
)
