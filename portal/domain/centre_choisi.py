"""The centre that a candidature asks for, and whether it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain.centre import Centre, Recherche, chercher
from portal.domain.contact import contact_de
from portal.domain.jours_ouvres import JoursOuvres

if TYPE_CHECKING:
    from portal.domain.champs import Champ
    from portal.domain.situation import Situation

NE_CONVIENT_PLUS = (
    "Ce centre n’organise pas, ou plus, toutes vos épreuves\N{NO-BREAK SPACE}: choisissez-en un autre."
)


def centre_de(situation: Situation) -> Centre | None:
    """Return the centre chosen, None while there is none or it is not asked for."""
    question = situation.modele.champ_centre
    if question is None or situation.visible(question) is not True:
        return None
    code = situation.brute(question)
    return situation.env.centres.centre(code) if isinstance(code, str) and code else None


def offre_choisie(situation: Situation) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return, for each épreuve sat, what the centre chosen declares of it; () when it offers nothing."""
    centre = centre_de(situation)
    offrant = situation.env.centres.offrant(centre.code) if centre is not None else None
    offres = offrant.offres if offrant is not None else {}
    return tuple((e, offres[e].details) for e in epreuves_passees(situation) or () if e in offres)


def a_qui_signaler(situation: Situation) -> tuple[str, str]:
    """Return the name and the address of who corrects an answer: the centre, else the service."""
    centre, contact = centre_de(situation), contact_de(situation)
    if centre is not None and centre.courriel:
        return centre.intitule, centre.courriel
    return (contact.service, contact.courriel or "") if contact is not None else ("", "")


def ouvres_de(situation: Situation) -> JoursOuvres:
    """Return the working days that count: those of the modèle, or of the centre that is asked for."""
    feries = situation.modele.calendrier.jours_feries
    centre = centre_de(situation) if feries == "centre" else None
    return JoursOuvres(centre.departement if centre else feries.removeprefix("centre"))


def epreuves_passees(situation: Situation) -> tuple[str, ...] | None:
    """Return the codes of the épreuves that are sat, in their order; None while that is not known."""
    if any(retenue.statut is None for retenue in situation.epreuves):
        return None
    return tuple(retenue.epreuve.code for retenue in situation.epreuves if retenue.inscrite)


def rechercher(situation: Situation, champ: Champ) -> Recherche:
    """Return the centres to choose from, by the épreuves and the département answered so far."""
    departement = situation.reponses.get(champ.dans or "")
    code = departement if isinstance(departement, str) else ""
    return chercher(situation.env.centres, situation.env.referentiel, code, epreuves_passees(situation) or ())


def refus_centre(situation: Situation, code: str) -> str | None:
    """Return why a centre cannot be asked for, None when it can (guide 001 §6)."""
    epreuves = epreuves_passees(situation) or ()
    if situation.env.centres.sur_parole:
        return None
    offrant = situation.env.centres.offrant(code)
    if offrant is None or not offrant.organise(epreuves):
        return NE_CONVIENT_PLUS
    places = situation.modele.places
    completes = offrant.completes(epreuves)
    if completes and places is not None and places.complet == "refus":
        dites = ", ".join(completes)
        return f"Ce centre n’a plus de place pour {dites}\N{NO-BREAK SPACE}: choisissez-en un autre."
    return None
