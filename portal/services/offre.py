"""What a centre offers for each session of its family: épreuves, capacities, answers to the modèle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.blocs import Personne
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.champs.base import Env
from portal.domain.instant import fin_du_jour, jour_dans
from portal.domain.modele import ModeleExamen
from portal.domain.question import Question
from portal.domain.questions_a_part import dessiner
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue
from portal.services.annuaire import details
from portal.services.centre import aujourd_hui
from portal.services.modeles import Entree
from portal.services.mon_centre import centre_pour
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.centre import Centre, OffreCentre

TERMINEE = "Cette session est terminée : son offre ne change plus."
DEPASSEE = "Un autre membre du centre a changé cette offre entre-temps : voici ce qu'elle est maintenant."


@dataclass(frozen=True, slots=True)
class OffreVue:
    """One épreuve at one centre. `champs`: the questions of the modèle; `details`: their answers in words."""

    epreuve: str
    intitule: str
    ouverte: bool = False
    places: int = 0
    prises: int = 0
    champs: tuple[ChampVue, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    @property
    def reste(self) -> int:
        return max(0, self.places - self.prises)


@dataclass(frozen=True, slots=True)
class OffreDeSession:
    """What a centre offers for one modèle. `vu` names this very state; `close` says why it cannot change."""

    centre: Centre
    entree: Entree
    epreuves: tuple[OffreVue, ...]
    vu: str
    close: str = ""

    @property
    def organisees(self) -> tuple[OffreVue, ...]:
        """The épreuves that are open, or were and host somebody."""
        return tuple(une for une in self.epreuves if une.ouverte or une.prises)


def sessions_vivantes(portail: Portail, famille: str) -> tuple[Entree, ...]:
    """Return the sessions of a family whose last date is not over, the next one first."""
    maintenant = portail.horloge.maintenant()
    siennes = (une for une in portail.modeles.index() if une.famille == famille)
    return tuple(
        sorted(
            (une for une in siennes if _fin(portail, une) > maintenant),
            key=lambda une: (_fin(portail, une), une.slug),
        )
    )


def offre_de(portail: Portail, centre: Centre, entree: Entree) -> OffreDeSession:
    """Return what a centre offers for a session, épreuve by épreuve in the order of the modèle."""
    modele = modele_de(portail, entree.slug)
    lignes = {ligne.epreuve: ligne for ligne in lignes_de(centre, entree.slug)}
    situation = situation_de_personne(portail, modele)
    epreuves = tuple(
        _vue(situation, code, intitule, lignes.get(code)) for code, intitule in epreuves_de(modele)
    )
    return OffreDeSession(
        centre, entree, epreuves, empreinte(lignes.values()), close(portail, centre, entree)
    )


def lire_offre(portail: Portail, agent: AgentEnPoste, famille: str, code: str, slug: str) -> OffreDeSession:
    """Return the same for a member of the centre. Raises CentreIntrouvable, CandidatureIntrouvable."""
    return offre_de(portail, centre_pour(portail, agent, famille, code), entree_de(portail, famille, slug))


def epreuves_de(modele: ModeleExamen) -> tuple[tuple[str, str], ...]:
    """Return (code, intitulé) of each épreuve that centres organise, once each."""
    trouvees: dict[str, str] = {}
    for specialite in modele.specialites.values():
        for place in specialite.places.values():
            if place.notee:
                trouvees.setdefault(place.epreuve.code, place.epreuve.intitule)
    return tuple(trouvees.items())


def _vue(situation: Situation, epreuve: str, intitule: str, ligne: OffreCentre | None) -> OffreVue:
    questions = questions_de(situation.modele, epreuve)
    reponses = {f"offre.{epreuve}.{cle}": valeur for cle, valeur in (ligne.champs if ligne else {}).items()}
    champs = dessiner(situation, questions, reponses)
    if ligne is None:
        return OffreVue(epreuve, intitule, champs=champs)
    dits = details(situation.modele, ligne, situation.env)
    return OffreVue(epreuve, intitule, ligne.ouverte, ligne.places, ligne.prises, champs, dits)


def questions_de(modele: ModeleExamen, epreuve: str) -> tuple[Question, ...]:
    """Return the questions of the modèle, with keys of their own for one épreuve."""
    declarees = modele.centres.questions if modele.centres is not None else ()
    return tuple(replace(question, cle=f"offre.{epreuve}.{question.cle}") for question in declarees)


def situation_de_personne(portail: Portail, modele: ModeleExamen) -> Situation:
    """Return a situation of nobody: the questions on an offer read nothing of a candidate."""
    env = Env(portail.referentiel, aujourd_hui(portail))
    return Situation(modele, {}, Personne(), env, portail.horloge.maintenant())


def lignes_de(centre: Centre, slug: str, verrouille: bool = False) -> list[OffreCentre]:
    """Return the rows of an offer in the order of `services.places`, locked inside `ecriture()` if asked."""
    demande = select(OffreCentre).where(OffreCentre.centre_id == centre.id, OffreCentre.slug == slug)
    demande = demande.order_by(OffreCentre.epreuve).execution_options(populate_existing=True)
    return list(db.session.scalars(demande.with_for_update() if verrouille else demande))


def empreinte(lignes: Any) -> str:
    """Name a state of the offer; what is taken in between does not change it."""
    etats = sorted((ligne.epreuve, ligne.ouverte, ligne.places, ligne.champs) for ligne in lignes)
    return hashlib.sha256(json.dumps(etats, sort_keys=True).encode()).hexdigest()[:16]


def entree_de(portail: Portail, famille: str, slug: str) -> Entree:
    """Return a session of a family. Raises CandidatureIntrouvable."""
    entree = portail.modeles.entree(slug)
    if entree is None or entree.famille != famille:
        raise CandidatureIntrouvable
    return entree


def modele_de(portail: Portail, slug: str) -> ModeleExamen:
    """Return the current modèle of a session. Raises CandidatureIntrouvable."""
    modele = portail.modeles.courant(slug)
    if modele is None:
        raise CandidatureIntrouvable
    return modele


def close(portail: Portail, centre: Centre, entree: Entree) -> str:
    """Say why an offer cannot change any more, "" while it can."""
    if centre.desactive_le is not None:
        return "Ce centre est désactivé : son offre ne change plus."
    return TERMINEE if _fin(portail, entree) <= portail.horloge.maintenant() else ""


def _fin(portail: Portail, entree: Entree) -> datetime:
    """Return when a session is over: after the day of its last jalon, or at the end of its inscriptions."""
    modele = portail.modeles.courant(entree.slug)
    jalons = modele.calendrier.jalons.values() if modele is not None else ()
    jours = [jour_dans(jalon.quand, entree.fuseau) for jalon in jalons]
    return fin_du_jour(max(jours), entree.fuseau) if jours else entree.fermeture
