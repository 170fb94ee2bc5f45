"""One confirmation as PDF, beside xhtml2pdf alone on the same HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select
from xhtml2pdf import pisa  # noqa: TID251 — the yardstick itself

from bench.chronometre import millisecondes
from bench.demandes import attendre
from bench.etabli import installer
from bench.rapport import Ligne
from bench.reponses import CS
from portal.db import db
from portal.services.document import _page
from portal.services.portail import Portail
from portal.tables.document import Document

FOIS_SEUL = 1.2


def mesurer(app: Flask) -> Iterator[Ligne]:
    """Draw what the worker draws: the page made from its row, then the PDF."""
    portail: Portail = app.extensions["portail"]
    poste = installer(app, CS.slug, CS.onglet, CS.reponses)
    attendre(
        poste.client.post(f"/inscriptions/{poste.cle}/enregistrer", data={"csrf_token": poste.jeton}), 303
    )
    with app.app_context():
        demande = (
            select(Document).where(Document.code == "confirmation").order_by(Document.id.desc()).limit(1)
        )
        document = db.session.scalars(demande).one()
        html = _page(portail, document)
        complet, seul = millisecondes(
            lambda: portail.pdf.rendre(_page(portail, document)),
            lambda: pisa.CreatePDF(html, dest=io.BytesIO(), encoding="utf-8"),
        )
    yield Ligne("PDF de confirmation", f"{complet:.0f} ms", f"{seul:.0f} ms", complet / seul, FOIS_SEUL)
