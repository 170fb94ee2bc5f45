"""A PDF drawn at once for who asks, and kept nowhere: short lists; the worker draws what is published."""

from __future__ import annotations

from typing import Any

from portal.adapters.pdf import PdfImpossible
from portal.db import db
from portal.domain.refus import Refus
from portal.services.portail import Portail


class PdfIndisponible(Refus):
    """The drawing failed, or took too long."""

    statut = 503

    def __init__(self) -> None:
        super().__init__("Ce document n'a pas pu être préparé.")


def dessiner(portail: Portail, gabarit: str, **contexte: Any) -> bytes:
    """Return the PDF of a template of `pdf/`. No transaction stays open while it is drawn.

    In: plain values, read before. Raises PdfIndisponible.
    """
    page = portail.gabarits.get_template(gabarit).render(
        portail=portail.config.nom_portail, base_url=portail.config.base_url, **contexte
    )
    db.session.rollback()
    try:
        return portail.pdf.rendre(page)
    except PdfImpossible as echec:
        raise PdfIndisponible from echec
