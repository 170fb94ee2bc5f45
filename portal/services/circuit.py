"""The one place that writes the état of a candidature, and the journal with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.db import db
from portal.domain.centre_choisi import ouvres_de
from portal.domain.circuit import Etat, Transition, TransitionImpossible
from portal.domain.extension import Demande
from portal.domain.instant import fin_du_jour
from portal.domain.situation import Situation
from portal.services import places, suite
from portal.services.piece import avec_pieces
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
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
    le: datetime | None = None,
) -> Etat:
    """Take a transition: état, phase, next due date and one event. Runs inside `ecriture()`.

    In: `profil` is who takes it, `compte_id` the account that acted (None for the portal itself), `le` the
    instant that the journal says (default: now). Raises TransitionImpossible with the sentence to show, or
    PlusDePlace.
    """
    circuit = situation.modele.circuit
    arrivee = circuit.franchir(code, candidature.etat, profil, motif)
    exiger(candidature, situation, circuit.transitions[code])
    demande = _demande(candidature, situation, code, profil, compte_id)
    _demander_aux_extensions(portail, demande)
    moment = le or portail.horloge.maintenant()
    places.suivre(candidature, situation, code, moment)
    _ecrire(candidature, replace(situation, etat=arrivee.code), moment)
    db.session.add(
        Evenement(
            candidature_id=candidature.id, compte_id=compte_id, le=moment, nature=code, de=demande.de,
            vers=arrivee.code, motif=motif, donnees=donnees or {},
        )
    )  # fmt: skip
    _preparer_la_suite(portail, candidature, situation, circuit.transitions[code], moment)
    portail.extensions.hook.portal_reaction(portail=portail, fait=demande)
    return arrivee


def _preparer_la_suite(
    portail: Portail, candidature: Candidature, situation: Situation, transition: Transition, le: datetime
) -> None:
    """Open what the transition opens: at once in the same session, by the worker in the next one."""
    if transition.ouvre == suite.MEME_SESSION:
        entree, modele = portail.modeles.entree(candidature.slug), portail.modeles.courant(candidature.slug)
        if entree is not None and modele is not None:
            delai, fuseau = transition.delai, situation.modele.calendrier.fuseau
            fin = None if delai is None else delai.decaler(le, 1, fuseau, ouvres_de(situation))
            suite.copier(portail, candidature, entree, modele, transition.code, fin)
    elif transition.ouvre is not None:
        candidature.suite = transition.code
        deposer_tache(portail, suite.TACHE, {"candidature_id": candidature.id}, f"suite:{candidature.id}")


def exiger(candidature: Candidature, situation: Situation, transition: Transition) -> None:
    """Refuse a transition that does not concern this candidature, or comes too early.

    Raises TransitionImpossible.
    """
    situation = _avec_ce_qu_elle_lit(situation, candidature, transition)
    if transition.si.evaluer(situation) is False:
        raise TransitionImpossible("Cette action ne concerne pas votre candidature.")
    if transition.exige is not None and transition.exige.evaluer(situation) is not True:
        raise TransitionImpossible(transition.message or "Cette action n'est pas encore possible.")


def _demande(
    candidature: Candidature, situation: Situation, code: str, profil: str, compte_id: int | None
) -> Demande:
    return Demande(
        candidature_id=candidature.id,
        candidat_id=candidature.candidat_id,
        compte_id=compte_id,
        famille=candidature.famille,
        slug=candidature.slug,
        code=code,
        de=candidature.etat,
        vers=situation.modele.circuit.transitions[code].vers,
        profil=profil,
        situation=situation,
    )


def _demander_aux_extensions(portail: Portail, demande: Demande) -> None:
    for phrase in portail.extensions.hook.portal_refus(portail=portail, demande=demande):
        if phrase:
            raise TransitionImpossible(phrase)


def _ecrire(candidature: Candidature, situation: Situation, le: datetime) -> None:
    candidature.etat = situation.etat
    candidature.phase = situation.modele.circuit.etats[situation.etat].phase
    programmer(candidature, situation, le)


def programmer(candidature: Candidature, situation: Situation, depuis: datetime) -> None:
    """Note which transition comes by itself next, and when. Inside `ecriture()`, once the état changed.

    In: the situation in its new état, reached at `depuis`.
    """
    dates = [
        (quand, transition.code)
        for transition in situation.modele.circuit.automatiques(situation.etat)
        if (quand := echeance_de(situation, transition, depuis)) is not None
    ]
    candidature.echeance_le, candidature.echeance = min(dates, default=(None, None))


def echeance_de(situation: Situation, transition: Transition, depuis: datetime) -> datetime | None:
    """Return the aware instant at which a transition comes by itself, None while it is not known."""
    fuseau = situation.modele.calendrier.fuseau
    if transition.apres is not None:
        return transition.apres.decaler(depuis, 1, fuseau, ouvres_de(situation))
    quand = None if transition.au is None else situation.instant(transition.au)
    return None if quand is None else fin_du_jour(quand, fuseau)


def _avec_ce_qu_elle_lit(situation: Situation, candidature: Candidature, transition: Transition) -> Situation:
    """Read the pièces only where a condition of the transition names them."""
    lus = transition.si.chemins | (transition.exige.chemins if transition.exige is not None else frozenset())
    if situation.pieces is None and any(chemin.startswith("pieces.") for chemin in lus):
        return avec_pieces(situation, candidature.id)
    return situation
