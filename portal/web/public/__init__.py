"""What anybody may read without an account."""

from flask import Blueprint

public = Blueprint("public", __name__)

from portal.web.public import (  # noqa: E402
    accueil,
    examen,
    ouverture,
    puis_je,
    referentiel,
    textes,
    verification,
)

__all__ = ["accueil", "examen", "ouverture", "public", "puis_je", "referentiel", "textes", "verification"]
