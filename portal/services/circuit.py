"""The one place that writes the état of a candidature, and the journal with it."""

from __future__ import annotations

from typing import Any

from portal.db import db
from portal.domain.circuit import Etat, TransitionImpossible
from portal.domain.situation import Situation
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement


def franchir(
    portail: Portail,
    candidature: Candidature,
    situation: Situation,
    code: str,
    profil: str,
    *,
    compte_id: int | None,
    motif: str | None = None,
    donnees: dict[str, Any] | None = None,
) -> Etat:
    """Take a transition: état, phase and one event. Runs inside `ecriture()`.

    In: `profil` is who takes it, `compte_id` the account that acted (None for the portal itself).
    Raises TransitionImpossible with the sentence to show.
    """
    circuit = situation.modele.circuit
    depart = candidature.etat
    arrivee = circuit.franchir(code, depart, profil, motif)
    transition = circuit.transitions[code]
    if transition.si.evaluer(situation) is False:
        raise TransitionImpossible("Cette action ne concerne pas votre candidature.")
    if transition.exige is not None and transition.exige.evaluer(situation) is not True:
        raise TransitionImpossible(transition.message or "Cette action n'est pas encore possible.")
    candidature.etat, candidature.phase = arrivee.code, arrivee.phase
    db.session.add(
        Evenement(
            candidature_id=candidature.id,
            compte_id=compte_id,
            le=portail.horloge.maintenant(),
            nature=code,
            de=depart,
            vers=arrivee.code,
            motif=motif,
            donnees=donnees or {},
        )
    )
    return arrivee
