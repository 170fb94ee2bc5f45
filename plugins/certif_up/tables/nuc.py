"""The NUC: one number for each candidat, for life."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.tables.candidature import cle_publique

ORIGINES = ("attribue", "repris")


class Nuc(Base):
    """A « Numéro Unique de Candidat », written without spaces (« 48210937K »).

    `origine`: « attribue » by the portal, « repris » from the files of the union, then kept as it was.
    `identite` is who its candidat was when last looked at (`domain.identite`), to find that person again.
    `remplace_par` is the NUC kept when two records turned out to be one person: this one leads there. It
    never leads further: a NUC that is kept replaces all those that led to the other. A NUC without candidat
    was only ever another name of the one that replaces it.
    """

    __tablename__ = "certif_up_nuc"
    __table_args__ = (
        CheckConstraint(f"origine in {ORIGINES}", name="origine"),
        CheckConstraint("candidat_id is not null or remplace_par is not null", name="porteur"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(unique=True, default=cle_publique)
    nuc: Mapped[str] = mapped_column(unique=True)
    candidat_id: Mapped[int | None] = mapped_column(
        ForeignKey("candidat.id", ondelete="CASCADE"), unique=True
    )
    identite: Mapped[str] = mapped_column(index=True)
    origine: Mapped[str]
    attribue_le: Mapped[datetime]
    derniere_session: Mapped[str | None]
    remplace_par: Mapped[int | None] = mapped_column(
        ForeignKey("certif_up_nuc.id", ondelete="CASCADE"), index=True
    )
