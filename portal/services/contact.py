"""Which services answer a candidate: those of the modèles they registered to."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.contact import contact_de
from portal.domain.modele import Contact
from portal.services.candidature import situation_de
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature


@dataclass(frozen=True)
class ServiceAContacter:
    """A service, and the exam that it organises for this candidate."""

    contact: Contact
    intitule: str
    academie: str


def services_du_candidat(portail: Portail, candidat: Candidat) -> tuple[ServiceAContacter, ...]:
    """Return the services of a candidate's candidatures, the newest first, each service once."""
    candidatures = db.session.scalars(
        select(Candidature).where(Candidature.candidat_id == candidat.id).order_by(Candidature.id.desc())
    )
    trouves: dict[tuple[str | None, ...], ServiceAContacter] = {}
    for candidature in candidatures:
        situation = situation_de(portail, candidature, candidat, brouillon=candidature.enregistree_le is None)
        contact, modele = contact_de(situation), situation.modele
        if contact is not None:
            un = ServiceAContacter(contact, modele.intitule, modele.academie.intitule)
            trouves.setdefault((contact.service, contact.courriel, *contact.telephones), un)
    return tuple(trouves.values())
