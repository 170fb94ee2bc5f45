"""Correction of an état civil by the service (G-211): the account, and every living candidature with it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.candidat import EtatCivil, lire_etat_civil
from portal.domain.correction import CandidatModifie, CorrectionDepassee, RienACorriger, decrire
from portal.domain.motif import lire_motif
from portal.domain.recapitulatif import differences
from portal.services.candidature import contexte_de
from portal.services.compte import etat_civil_en_colonnes
from portal.services.mon_compte import etat_civil_de
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.portail import Portail
from portal.services.version_du_service import publier_version
from portal.tables.candidature import Candidature

VIVANTES = ("deposee", "inscrite")
NATURE = "correction_etat_civil"


def actuel(portail: Portail, agent: AgentEnPoste, cle: str) -> tuple[Candidature, EtatCivil]:
    """Return a candidature and the état civil of its candidat. Raises CandidatureIntrouvable."""
    candidature = contexte_pour(portail, agent, cle).candidature
    return candidature, etat_civil_de(candidature.candidat)


def corriger(
    portail: Portail, agent: AgentEnPoste, cle: str, saisie: Mapping[str, str], motif: str, version: int
) -> int:
    """Correct an état civil; return how many candidatures got a new version.

    In: what the form says, as for an account, and the version that the page showed. The other living
    candidatures of the person carry the same name: they follow, whoever manages them.
    Raises EtatCivilInvalide, MotifRefuse, RienACorriger, CandidatureIntrouvable, CandidatModifie,
    CorrectionDepassee.
    """
    aujourd_hui = portail.horloge.maintenant().astimezone(PARIS).date()
    nouveau = lire_etat_civil(saisie, portail.referentiel, aujourd_hui)
    dit = lire_motif(motif)
    contexte_pour(portail, agent, cle)
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        if candidature.version != version:
            raise CorrectionDepassee
        candidat = candidature.candidat
        if etat_civil_de(candidat) == nouveau:
            raise RienACorriger
        siennes = _vivantes(candidature)
        contextes = [contexte_de(portail, une, candidat, brouillon=False) for une in siennes]
        if contextes[0].brouillon.en_modification:
            raise CandidatModifie
        for colonne, valeur in etat_civil_en_colonnes(nouveau).items():
            setattr(candidat, colonne, valeur)
        db.session.flush()
        for une, contexte in zip(siennes, contextes, strict=True):
            avant = contexte.situation
            finale = contexte_de(portail, une, candidat, brouillon=False).situation
            faits = decrire(avant, finale, differences(avant, finale))
            publier_version(portail, agent, une, avant, finale, NATURE, dit, faits)
        return len(siennes)


def _vivantes(candidature: Candidature) -> list[Candidature]:
    """Return this candidature, then the other recorded ones of the person that go on, locked."""
    autres = db.session.scalars(
        select(Candidature)
        .where(
            Candidature.candidat_id == candidature.candidat_id,
            Candidature.id != candidature.id,
            Candidature.version > 0,
            Candidature.phase.in_(VIVANTES),
        )
        .order_by(Candidature.id)
        .with_for_update(of=Candidature)
    )
    return [candidature, *autres]
