"""One candidature as the office reads it: everything about it, and what the agent may see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.db import db
from portal.domain.a_defaut import epreuves_refusees
from portal.domain.chemins import valeur_affichee
from portal.domain.recapitulatif import GroupeEpreuves, en_cartes, epreuves_resumees, recapitulatif
from portal.domain.situation import Situation
from portal.domain.vues import CarteResume
from portal.services import dossier_du_centre
from portal.services.candidature import Contexte
from portal.services.consultation import lisible
from portal.services.delai import Echeance, echeances
from portal.services.dossier_du_centre import DossierDuCentre
from portal.services.examen_du_service import AExaminer, a_examiner
from portal.services.journal_candidature import Ligne, journal_du_service
from portal.services.perimetre import AgentEnPoste, contexte_pour
from portal.services.piece_du_service import PieceDuService, pieces_de
from portal.services.portail import Portail
from portal.services.transition import Offre, offres
from portal.tables.courriel import CourrielSortant
from portal.tables.document import Document

RESERVE = "Réservé aux personnes habilitées"


@dataclass(frozen=True)
class Dossier:
    """The page of one candidature. `anciens` are documents that later versions replaced."""

    contexte: Contexte
    cartes: tuple[CarteResume, ...]
    epreuves: tuple[GroupeEpreuves, ...]
    a_examiner: tuple[AExaminer, ...]
    pieces: tuple[PieceDuService, ...]
    documents: tuple[Document, ...]
    anciens: tuple[Document, ...]
    courriels: tuple[CourrielSortant, ...]
    journal: tuple[Ligne, ...]
    offres: tuple[Offre, ...]
    echeances: tuple[Echeance, ...]
    du_centre: DossierDuCentre

    @property
    def en_modification(self) -> bool:
        """Whether its candidate is changing it now, on a copy that nobody else sees."""
        return self.contexte.brouillon.en_modification

    @property
    def epreuves_fermees(self) -> tuple[str, ...]:
        """The codes of the épreuves that will not be sat, for want of a pièce at its deadline."""
        suivies = [une.suivie for une in self.pieces]
        return epreuves_refusees(suivies, self.contexte.situation.maintenant)

    @property
    def reste_a_examiner(self) -> int:
        return sum(not une.verdict for une in self.a_examiner)


def lire(portail: Portail, agent: AgentEnPoste, cle: str) -> Dossier:
    """Return a candidature of the périmètre. Raises CandidatureIntrouvable."""
    contexte = contexte_pour(portail, agent, cle)
    documents = _documents(agent, contexte.candidature.id)
    return Dossier(
        contexte=contexte,
        cartes=tuple(cartes(contexte.situation, agent.sante)),
        epreuves=_epreuves(contexte.situation, agent.sante),
        a_examiner=a_examiner(contexte),
        pieces=pieces_de(agent, contexte),
        documents=tuple(un for un in documents if un.remplace_par is None),
        anciens=tuple(un for un in documents if un.remplace_par is not None),
        courriels=_courriels(contexte.candidature.id),
        journal=journal_du_service(portail, agent, contexte),
        offres=offres(contexte, agent.profil),
        echeances=echeances(contexte),
        du_centre=dossier_du_centre.lire(contexte, agent.sante),
    )


def cartes(situation: Situation, sante: bool) -> Iterable[CarteResume]:
    """Return the answers tab by tab; those of health are hidden from who has no right to them."""
    for carte in en_cartes(recapitulatif(situation)):
        blocs = tuple(
            replace(
                bloc,
                lignes=tuple(
                    replace(ligne, reponse=RESERVE) if ligne.sante and not sante else ligne
                    for ligne in bloc.lignes
                ),
            )
            for bloc in carte.blocs
        )
        yield replace(carte, blocs=blocs)


def _epreuves(situation: Situation, sante: bool) -> tuple[GroupeEpreuves, ...]:
    groupes = epreuves_resumees(situation)
    if sante:
        return groupes
    cachees = {
        (question.champ.question, valeur_affichee(situation, question.cle))
        for question in situation.questions_epreuves.values()
        if question.sante
    }
    return tuple(
        replace(
            groupe,
            epreuves=tuple(
                replace(
                    ligne,
                    details=tuple(
                        (dit[0], RESERVE.lower()) if dit in cachees else dit for dit in ligne.details
                    ),
                )
                for ligne in groupe.epreuves
            ),
        )
        for groupe in groupes
    )


def _documents(agent: AgentEnPoste, candidature_id: int) -> list[Document]:
    lus = db.session.scalars(
        select(Document).where(Document.candidature_id == candidature_id).order_by(Document.id.desc())
    )
    return [un for un in lus if lisible(agent, un)]


def _courriels(candidature_id: int) -> tuple[CourrielSortant, ...]:
    return tuple(
        db.session.scalars(
            select(CourrielSortant)
            .where(CourrielSortant.candidature_id == candidature_id)
            .order_by(CourrielSortant.id.desc())
        )
    )
