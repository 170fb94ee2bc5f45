"""What the making of a demonstration leaves behind: mails that left long ago, documents to produce."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from portal.db import db
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant
from portal.tables.tache import Tache

ENTRE_DOCUMENTS = timedelta(seconds=2)  # so that the worker is never long busy with them


class Envois:
    """The mails and the jobs that were there before, so that those that came since are known."""

    def __init__(self) -> None:
        self._courriels_avant = db.session.scalar(select(func.max(CourrielSortant.id))) or 0
        self._taches_avant = db.session.scalar(select(func.max(Tache.id))) or 0

    def ranger(self, portail: Portail) -> None:
        """Say that the mails left when they were written; spread the documents over the minutes to come.

        Inside `ecriture()`.
        """
        courriel = CourrielSortant
        db.session.execute(
            update(courriel)
            .where(courriel.id > self._courriels_avant)
            .values(etat="envoye", tentatives=1, envoye_le=courriel.essai_apres)
        )
        maintenant = portail.horloge.maintenant()
        taches = db.session.scalars(select(Tache).where(Tache.id > self._taches_avant).order_by(Tache.id))
        for rang, tache in enumerate(taches):
            tache.apres = maintenant + rang * ENTRE_DOCUMENTS
