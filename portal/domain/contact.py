"""Which service answers a candidate: the first contact whose condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain.modele import Contact

if TYPE_CHECKING:
    from portal.domain.situation import Situation


def contact_de(situation: Situation) -> Contact | None:
    """Return the service of a candidature; while it is not known, the first that may be it."""
    verites = [(contact, contact.si.evaluer(situation)) for contact in situation.modele.contacts]
    vrai = next((contact for contact, verite in verites if verite is True), None)
    return vrai or next((contact for contact, verite in verites if verite is None), None)
