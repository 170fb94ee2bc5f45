"""The pictures of the pages of a file, drawn by the worker so that the service looks at pictures only."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import update

from portal.db import db, ecriture
from portal.domain.fichier import FichierRefuse
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.piece import Depot

TACHE = "apercu"
DESSINES = ("pdf", "png", "jpg")
LARGEUR_PX = 1200
PAGES_AU_PLUS = 30


def demander(portail: Portail, depot: Depot) -> None:
    """Ask for the pictures of a file. Inside `ecriture()`, its row flushed."""
    if depot.format not in DESSINES:
        depot.apercu = "sans_objet"
        return
    deposer_tache(portail, TACHE, {"depot_id": depot.id}, f"{TACHE}:{depot.id}")


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Draw and store the pictures of one file; what cannot be drawn is « impossible », not an error."""
    depot = db.session.get(Depot, int(charge["depot_id"]))
    if depot is None or depot.apercu != "a_faire" or depot.antivirus == "infecte":
        db.session.rollback()
        return
    identifiant, sha256, format_ = depot.id, depot.sha256, depot.format
    db.session.rollback()
    try:
        cles = _dessiner(portail, sha256, format_)
    except FichierRefuse:
        cles = []
    with ecriture():
        db.session.execute(
            update(Depot)
            .where(Depot.id == identifiant, Depot.apercu == "a_faire")
            .values(apercu="fait" if cles else "impossible", apercus=cles)
        )


def _dessiner(portail: Portail, sha256: str, format_: str) -> list[str]:
    with tempfile.TemporaryDirectory(dir=portail.config.dossier_envois) as dossier:
        chemin = Path(dossier) / f"page.{format_}"
        with portail.stockage.ouvrir(sha256) as flux, chemin.open("wb") as copie:
            shutil.copyfileobj(flux, copie)
        images = portail.inspection.images(chemin, format_, LARGEUR_PX, PAGES_AU_PLUS)
        return [portail.stockage.deposer(io.BytesIO(image)).cle for image in images]
