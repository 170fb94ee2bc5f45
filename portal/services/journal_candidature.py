"""The journal of one candidature: whole for staff, what concerns them for its candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.journal import Fait, phrase_du_candidat, phrase_du_personnel
from portal.domain.journal.sante import codes_de_sante, parle_de_sante
from portal.domain.modele import ModeleExamen
from portal.services.candidature import Contexte
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.compte import Compte
from portal.tables.evenement import Evenement

PORTAIL, CANDIDAT = "Le portail", "Le candidat"
RESERVE = "réservé aux personnes habilitées"
DEMARCHE = "Démarche du candidat"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One event. `qui` is "" for the candidate, who never reads a name of the service."""

    le: datetime
    phrase: str
    qui: str = ""
    motif: str = ""
    changements: tuple[tuple[str, str, str], ...] = ()


def journal_du_service(portail: Portail, agent: AgentEnPoste, contexte: Contexte) -> tuple[Ligne, ...]:
    """Return every event, the latest first, with who did it; what is of health only with the right."""
    intitules = mots_de(contexte.modele, agent.sante)
    return tuple(
        Ligne(
            evenement.le,
            phrase_du_personnel(_fait(evenement, reserve), intitules),
            _qui(nom, courriel, profil),
            RESERVE if reserve and evenement.motif else evenement.motif or "",
            _changements(evenement.donnees, agent.sante),
        )
        for evenement, nom, courriel, profil in _evenements(contexte.candidature.id)
        for reserve in (not agent.sante and _est_de_sante(contexte, evenement),)
    )


def journal_du_candidat(portail: Portail, contexte: Contexte) -> tuple[Ligne, ...]:
    """Return the events that concern the candidate, the latest first, in plain French and without names."""
    intitules = mots_de(contexte.modele)
    lignes = (
        (evenement, phrase_du_candidat(_fait(evenement), intitules))
        for evenement, *_ in _evenements(contexte.candidature.id)
    )
    return tuple(
        Ligne(evenement.le, phrase, "", evenement.motif or "", _changements(evenement.donnees, True))
        for evenement, phrase in lignes
        if phrase is not None
    )


def mots_de(modele: ModeleExamen, sante: bool = True) -> Mapping[str, str]:
    """Return what the codes of a modèle are called: pièces, transitions, then états.

    Without `sante`, a pièce of health is not named, nor a démarche that asks for one.
    """
    circuit = modele.circuit
    return {
        **{piece.code: piece.titre for piece in modele.pieces},
        **{code: transition.intitule for code, transition in circuit.transitions.items()},
        **({} if sante else {code: _tu(code in circuit.transitions) for code in codes_de_sante(modele)}),
        **{code: etat.intitule for code, etat in circuit.etats.items()},
    }


def _tu(demarche: bool) -> str:
    return DEMARCHE if demarche else RESERVE


def _est_de_sante(contexte: Contexte, evenement: Evenement) -> bool:
    return parle_de_sante(contexte.modele, evenement.nature, evenement.donnees)


def _evenements(candidature_id: int) -> list[Any]:
    return list(
        db.session.execute(
            select(Evenement, Compte.nom, Compte.courriel, Compte.profil)
            .outerjoin(Compte, Compte.id == Evenement.compte_id)
            .where(Evenement.candidature_id == candidature_id)
            .order_by(Evenement.le.desc(), Evenement.id.desc())
        )
    )


def _fait(evenement: Evenement, reserve: bool = False) -> Fait:
    """A file of health is not named to who may not open it: names say much."""
    donnees = {cle: mot for cle, mot in evenement.donnees.items() if not (reserve and cle == "nom")}
    return Fait(evenement.nature, evenement.de, evenement.vers, donnees)


def _qui(nom: str | None, courriel: str | None, profil: str | None) -> str:
    if profil is None:
        return PORTAIL
    return CANDIDAT if profil == "candidat" else nom or courriel or PORTAIL


def _changements(donnees: Mapping[str, Any], sante: bool) -> tuple[tuple[str, str, str], ...]:
    """Return (question, before, after) of a correction."""
    return tuple(
        (un["question"], un["avant"], un["apres"])
        if sante or not un.get("sante")
        else (un["question"], RESERVE, RESERVE)
        for un in donnees.get("changements", ())
    )
