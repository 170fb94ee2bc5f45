"""« Puis-je m'inscrire ? » to a published modèle, before any account. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.domain.champs.base import Env
from portal.domain.eligibilite import Essai, essayer
from portal.services.portail import Portail


def essayer_modele(portail: Portail, slug: str, formulaire: Mapping[str, Sequence[str]]) -> Essai | None:
    """Return where these answers lead, None when the modèle is not published."""
    modele = portail.modeles.courant(slug)
    if modele is None:
        return None
    maintenant = portail.horloge.maintenant()
    aujourd_hui = maintenant.astimezone(modele.calendrier.fuseau).date()
    specialites = tuple((code, une.intitule) for code, une in modele.specialites.items() if code)
    return essayer(modele, formulaire, Env(portail.referentiel, aujourd_hui, specialites), maintenant)
