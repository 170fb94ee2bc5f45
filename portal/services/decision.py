"""Decisions on pièces: one at a time, each with its event, its mail and what follows from it.

The candidature is locked before the pièce is read, so that two opposite clicks make one decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.calendrier import PIECE
from portal.domain.decision import (
    DELAI_ANNULATION,
    MOMENTS,
    DecisionImpossible,
    DejaTraitee,
    Demande,
    EnCours,
    PieceIntrouvable,
    empreinte,
    information,
    lire_demande,
)
from portal.domain.delai import dire
from portal.domain.limite import avant
from portal.domain.piece_suivie import STATUTS, PieceSuivie, Statut
from portal.domain.situation import Situation
from portal.services import suites_decision
from portal.services.candidature import Contexte, contexte_de
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour, verrouiller
from portal.services.piece import ligne_de, piece_suivie, recompter
from portal.services.piece_vue import charger, est_de_sante
from portal.services.portail import Portail
from portal.services.verification import PHASES
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, PieceCandidature

SANS_MOTIF = "aucune précision"
PASSEE = "dès que possible, en écrivant d'abord au service des examens : la date limite est passée"


def decider(portail: Portail, agent: AgentEnPoste, piece_id: int, saisie: Mapping[str, str], vue: str) -> int:
    """Decide on a pièce of the checking station; return the number of the decision.

    In: the form, and what the page said of the pièce (`PieceVue.vue`). The same click twice decides once.
    Raises PieceIntrouvable, DecisionImpossible, DejaTraitee, EnCours, DecisionInvalide.
    """
    charger(portail, agent, piece_id)  # rights, and what takes long: before the lock
    with ecriture():
        ligne = db.session.get_one(PieceCandidature, piece_id)
        verrouiller(ligne.candidature)
        db.session.refresh(ligne)
        contexte = _contexte(portail, ligne.candidature)
        suivie = piece_suivie(ligne.candidature_id, contexte.situation, ligne.cle)
        if suivie is None:
            raise DecisionImpossible("Cette pièce n'est plus demandée : les réponses du candidat ont changé.")
        return _decider(portail, agent, contexte, ligne, suivie, saisie, vue)


def decider_pour(
    portail: Portail, agent: AgentEnPoste, cle: str, piece: str, saisie: Mapping[str, str], vue: str
) -> int:
    """Decide on any pièce of a candidature, received by post for instance; return the decision.

    In: the keys of the candidature and of the pièce. Errors are those of `decider`, CandidatureIntrouvable.
    """
    contexte_pour(portail, agent, cle)
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        contexte = _contexte(portail, candidature)
        suivie = piece_suivie(candidature.id, contexte.situation, piece)
        if suivie is None or (est_de_sante(contexte, suivie.due.code) and not agent.sante):
            raise PieceIntrouvable
        return _decider(portail, agent, contexte, ligne_de(candidature, suivie), suivie, saisie, vue)


def _contexte(portail: Portail, candidature: Candidature) -> Contexte:
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False)


def _decider(
    portail: Portail,
    agent: AgentEnPoste,
    contexte: Contexte,
    ligne: PieceCandidature,
    suivie: PieceSuivie,
    saisie: Mapping[str, str],
    vue: str,
) -> int:
    maintenant, calendrier = portail.horloge.maintenant(), contexte.modele.calendrier
    if vue != empreinte(suivie):
        return _meme_clic(agent, ligne, saisie.get("statut", ""), vue)
    if contexte.candidature.phase not in PHASES:
        raise DecisionImpossible("Cette candidature n'est plus en cours : ses pièces ne se vérifient plus.")
    _exiger_libre(agent, ligne, maintenant)
    demande = lire_demande(saisie, suivie.piece, suivie.due.limite, maintenant, calendrier.fuseau)
    decision = _ecrire(portail, agent, contexte.candidature, ligne, suivie, demande)
    _suites(portail, agent, contexte, suivie, demande, decision)
    return decision.id


def _meme_clic(agent: AgentEnPoste, ligne: PieceCandidature, statut: str, vue: str) -> int:
    """Return the decision that the same click has made. Raises DejaTraitee when it was another one."""
    derniere = db.session.execute(
        select(DecisionPiece, Compte)
        .outerjoin(Compte, Compte.id == DecisionPiece.compte_id)
        .where(DecisionPiece.piece_id == ligne.id, DecisionPiece.annulee_le.is_(None))
        .order_by(DecisionPiece.id.desc())
        .limit(1)
    ).one_or_none()
    if derniere is None or derniere[0].avant.get("vue") != vue:
        raise DejaTraitee
    decision, compte = derniere
    if decision.compte_id == agent.compte_id and decision.statut == statut:
        return decision.id
    par = "une autre personne" if compte is None else compte.nom or compte.courriel
    par = "vous" if decision.compte_id == agent.compte_id else par
    raise DejaTraitee(STATUTS[cast("Statut", decision.statut)], par, decision.le, decision.information or "")


def _exiger_libre(agent: AgentEnPoste, ligne: PieceCandidature, maintenant: datetime) -> None:
    if ligne.prise_par in (None, agent.compte_id) or ligne.prise_jusqu_a is None:
        return
    if ligne.prise_jusqu_a > maintenant:
        compte = db.session.get(Compte, ligne.prise_par)
        raise EnCours((compte and (compte.nom or compte.courriel)) or "une autre personne")


def _ecrire(
    portail: Portail,
    agent: AgentEnPoste,
    candidature: Candidature,
    ligne: PieceCandidature,
    suivie: PieceSuivie,
    demande: Demande,
) -> DecisionPiece:
    """Write the decision on the row, keeping what was there before."""
    decision = DecisionPiece(
        piece_id=ligne.id,
        compte_id=agent.compte_id,
        le=portail.horloge.maintenant(),
        statut=demande.statut,
        information=information(suivie.piece, demande) or None,
        avant=_avant(candidature, ligne, suivie),
    )
    db.session.add(decision)
    ligne.statut, ligne.information = demande.statut, decision.information
    ligne.recue_le = demande.recue_le or ligne.recue_le
    ligne.prise_par = ligne.prise_jusqu_a = None
    if not suivie.fichiers:
        ligne.canal_recu = "courrier"
    if demande.statut == "non_conforme":
        ligne.validee_le = None
    if demande.limite is not None:
        accorde = {PIECE + ligne.cle: demande.limite.isoformat()}
        candidature.delais = {**candidature.delais, **accorde}
    db.session.flush()
    return decision


def _avant(candidature: Candidature, ligne: PieceCandidature, suivie: PieceSuivie) -> dict[str, Any]:
    """Return what undoes the decision, and `vue`, what it was taken on."""
    return {
        "statut": ligne.statut,
        "recue_le": ligne.recue_le and ligne.recue_le.isoformat(),
        "canal_recu": ligne.canal_recu,
        "information": ligne.information,
        "validee_le": ligne.validee_le and ligne.validee_le.isoformat(),
        "delai": candidature.delais.get(PIECE + ligne.cle),
        "vue": empreinte(suivie),
    }


def _suites(
    portail: Portail,
    agent: AgentEnPoste,
    contexte: Contexte,
    suivie: PieceSuivie,
    demande: Demande,
    decision: DecisionPiece,
) -> None:
    """Write what follows: events and counts now, the mail and the job once it is too late to undo."""
    candidature, apres = contexte.candidature, decision.le + DELAI_ANNULATION
    situation = _contexte(portail, candidature).situation
    recompter(candidature, situation)
    faite = piece_suivie(candidature.id, situation, suivie.cle) or suivie
    decision.avant = {**decision.avant, "rendue": empreinte(faite)}
    journaliser(portail, agent, candidature, f"piece_{demande.statut}", suivie.cle, decision)
    if demande.limite is not None:
        fin = dire(demande.limite, situation.modele.calendrier.fuseau)
        accorde = {"limite": fin, "cle": PIECE + suivie.cle}
        journaliser(portail, agent, candidature, "exception", suivie.cle, decision, accorde)
    mots = {
        "piece": suivie.piece.titre,
        "motif": decision.information or SANS_MOTIF,
        "limite": _limite(situation, faite),
    }
    moment, rang = MOMENTS[demande.statut], f"decision{decision.id}"
    notifier(portail, candidature, moment, situation, mots=mots, rang=rang, apres=apres)
    suites_decision.demander(portail, candidature.id, decision.id, apres)


def _limite(situation: Situation, suivie: PieceSuivie) -> str:
    """« avant le … », or what to do once it is too late."""
    limite = suivie.due.limite
    return avant(limite, situation.modele.calendrier.fuseau) if limite > situation.maintenant else PASSEE


def journaliser(
    portail: Portail,
    agent: AgentEnPoste,
    candidature: Candidature,
    nature: str,
    piece: str,
    decision: DecisionPiece,
    en_plus: Mapping[str, str] | None = None,
) -> None:
    """Write one event about a decision. Runs inside `ecriture()`."""
    db.session.add(
        Evenement(
            candidature_id=candidature.id,
            compte_id=agent.compte_id,
            le=portail.horloge.maintenant(),
            nature=nature,
            motif=decision.information,
            donnees={"piece": piece, "decision": decision.id, **(en_plus or {})},
        )
    )
