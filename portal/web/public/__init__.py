"""What anybody may read without an account."""

from flask import Blueprint

public = Blueprint("public", __name__)

from portal.web.public import accueil, examen, ouverture, referentiel, textes, verification  # noqa: E402

__all__ = ["accueil", "examen", "ouverture", "public", "referentiel", "textes", "verification"]
