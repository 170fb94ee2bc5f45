"""What a candidate asks for along the circuit: its questions, its reason and its pièces in one sending.

The files are kept in a transaction of their own, before the demand is checked: what is refused for want of
an answer is asked again with the files that came, not without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.db import ecriture
from portal.domain.champs import Json
from portal.domain.circuit import Transition, TransitionImpossible
from portal.domain.demarche import AUTREMENT, CANDIDAT, DemarcheIntrouvable, PieceJointe, demarches
from portal.domain.motif import MotifRefuse, lire_motif
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.questions_a_part import dessiner
from portal.domain.questions_a_part import lire as lire_questions
from portal.domain.vues import ChampVue
from portal.services.candidature import Contexte, candidature_de, candidature_verrouillee, contexte_de
from portal.services.circuit import exiger
from portal.services.passages import derniere_transition
from portal.services.pieces_de_demarche import Ecartes, Envoi, dater, garder, jointes
from portal.services.portail import Portail
from portal.services.transition import prendre
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

SANS_MOTIF = "Indiquez le motif de votre demande."


@dataclass(frozen=True, slots=True)
class Offre:
    """A démarche that leaves from the present état; `empechement` says why it is not possible, if so."""

    transition: Transition
    empechement: str = ""


@dataclass(frozen=True)
class Page:
    """A démarche as its page shows it. `refus`, `motif_refuse` and the rest are what was wrong."""

    contexte: Contexte
    offre: Offre
    champs: tuple[ChampVue, ...]
    pieces: tuple[PieceJointe, ...]
    motif: str = ""
    motif_refuse: str = ""
    refus: str = ""

    @property
    def fautes(self) -> bool:
        erreurs = any(piece.erreurs for piece in self.pieces) or any(champ.erreur for champ in self.champs)
        return bool(self.refus or self.motif_refuse or erreurs)


def offertes(contexte: Contexte) -> tuple[Offre, ...]:
    """Return what a candidate may ask for in the present état, what is not possible too, with its reason.

    In: the candidature as it was recorded.
    """
    possibles = demarches(contexte.modele.circuit, contexte.candidature.etat)
    concernees = (t for t in possibles if t.si.evaluer(contexte.situation) is not False)
    return tuple(Offre(t, _empechement(contexte, t)) for t in concernees)


def lire(portail: Portail, candidat: Candidat, cle: str, code: str) -> Page | None:
    """Return the page of one démarche, None once it was taken.

    Raises CandidatureIntrouvable, DemarcheIntrouvable, TransitionImpossible.
    """
    contexte = _contexte(portail, candidature_de(portail, candidat, cle), code)
    if _deja_faite(contexte, code):
        return None
    offre = _offre(contexte, code)
    champs = dessiner(contexte.situation, offre.transition.questions)
    return Page(contexte, offre, champs, jointes(contexte, offre.transition, {}, verifier=False))


def pieces_demandees(portail: Portail, candidat: Candidat, cle: str, code: str) -> tuple[PieceSuivie, ...]:
    """Return the pièces of a démarche. Errors are those of `lire`."""
    page = lire(portail, candidat, cle, code)
    return tuple(jointe.suivie for jointe in page.pieces) if page is not None else ()


def faire(portail: Portail, candidat: Candidat, cle: str, code: str, envoi: Envoi) -> Page | None:
    """Take a démarche, with its documents and its mails; None once it is taken, twice the same click too.

    Out: else the page to show again, with what is missing; the files that came are kept all the same.
    Raises CandidatureIntrouvable, DemarcheIntrouvable, TransitionImpossible; OSError when the disk is full.
    """
    candidat_id = candidat.id
    page = lire(portail, candidat, cle, code)
    if page is None or page.offre.empechement:
        return page and replace(page, refus=page.offre.empechement)
    ecartes = garder(portail, candidat_id, cle, page.contexte, page.offre.transition, envoi)
    try:
        with ecriture():
            contexte = _contexte(portail, candidature_verrouillee(portail, candidat_id, cle), code)
            if _deja_faite(contexte, code):
                return None
            page, reponses = _controler(contexte, _offre(contexte, code), envoi, ecartes)
            if page.fautes or envoi.seulement_joindre:
                return page
            dater(portail, contexte, page.pieces)
            _prendre(portail, contexte, code, page.motif, reponses)
    except TransitionImpossible as refus:  # what a plugin says: the page is shown again as it was
        return replace(page, refus=refus.phrase)
    return None


def _prendre(
    portail: Portail, contexte: Contexte, code: str, motif: str, reponses: Mapping[str, Json]
) -> None:
    compte_id = contexte.candidature.candidat.compte_id
    prendre(portail, contexte, code, CANDIDAT, compte_id, motif, reponses)


def _contexte(portail: Portail, candidature: Candidature, code: str) -> Contexte:
    """Return what was recorded, as it is while the démarche is asked for: its pièces are demanded."""
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    transition = contexte.modele.circuit.transitions.get(code)
    if transition is None or code in AUTREMENT or CANDIDAT not in transition.par or not candidature.version:
        raise DemarcheIntrouvable
    situation = replace(contexte.situation, demarche=code, _visibles={}, _retenues={})
    return replace(contexte, situation=situation)


def _deja_faite(contexte: Contexte, code: str) -> bool:
    """Tell whether this démarche is what led to the present état."""
    arrivee = contexte.modele.circuit.transitions[code].vers
    return contexte.candidature.etat == arrivee and derniere_transition(contexte.candidature.id) == code


def _offre(contexte: Contexte, code: str) -> Offre:
    trouvee = next((offre for offre in offertes(contexte) if offre.transition.code == code), None)
    if trouvee is None:
        raise TransitionImpossible("Cette démarche n'est pas possible dans l'état de votre inscription.")
    return trouvee


def _empechement(contexte: Contexte, transition: Transition) -> str:
    try:
        exiger(contexte.candidature, contexte.situation, transition)
    except TransitionImpossible as refus:
        return refus.phrase
    return ""


def _controler(
    contexte: Contexte, offre: Offre, envoi: Envoi, ecartes: Ecartes
) -> tuple[Page, Mapping[str, Json]]:
    """Return the page with all that is wrong, and the answers; nothing is missing of what is only added."""
    transition, entiere = offre.transition, not envoi.seulement_joindre
    lues = lire_questions(contexte.situation, transition.questions, envoi.formulaire)
    motif, motif_refuse = _motif(envoi, transition) if entiere else (envoi.motif, "")
    page = Page(
        contexte,
        offre,
        lues.champs if entiere else dessiner(contexte.situation, transition.questions, lues.reponses),
        jointes(contexte, transition, ecartes, verifier=entiere),
        motif,
        motif_refuse,
        refus=offre.empechement,
    )
    return page, lues.reponses


def _motif(envoi: Envoi, transition: Transition) -> tuple[str, str]:
    """Return the reason, and what is wrong with it."""
    if transition.motif and not envoi.motif.strip():
        return "", SANS_MOTIF
    try:
        return lire_motif(envoi.motif, obligatoire=False), ""
    except MotifRefuse as refus:
        return envoi.motif, refus.phrase
