"""The public page of a modèle, for the spécialité that the reader looks at."""

from __future__ import annotations

from portal.domain.blocs import Personne
from portal.domain.champs.base import Env
from portal.domain.presentation import Presentation, presenter
from portal.domain.situation import Situation
from portal.services.portail import Portail


def presenter_modele(portail: Portail, slug: str, specialite: str | None = None) -> Presentation | None:
    """Return the page of the current version, None when the modèle is not published.

    An unknown spécialité is as good as none. Dates are said at the present instant of the portal's clock.
    """
    modele = portail.modeles.courant(slug)
    if modele is None:
        return None
    maintenant = portail.horloge.maintenant()
    aujourd_hui = maintenant.astimezone(modele.calendrier.fuseau).date()
    specialites = tuple((code, une.intitule) for code, une in modele.specialites.items() if code)
    cle = modele.champ_specialite
    reponses = {cle: specialite} if cle and specialite in dict(specialites) else {}
    env = Env(portail.referentiel, aujourd_hui, specialites)
    return presenter(Situation(modele, reponses, Personne(), env, maintenant))
