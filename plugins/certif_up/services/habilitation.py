"""What a centre out of service may no longer do."""

from __future__ import annotations

from sqlalchemy import select

from portal.db import db
from portal.domain.affichage import jour
from portal.domain.extension import Demande
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre


def refus(demande: Demande) -> str | None:
    """Say why a centre cannot keep a place, None when it can. Runs inside `ecriture()`."""
    lu = db.session.scalar(
        select(Centre.desactive_le)
        .join(Candidature, Candidature.centre_id == Centre.id)
        .where(Candidature.id == demande.candidature_id)
    )
    if lu is None:
        return None
    return f"Ce centre est désactivé depuis le {jour(lu)} : il ne peut plus pré-valider de demande."
