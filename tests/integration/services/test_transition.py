"""What a gestionnaire does along the circuit, and what they confirm or refuse."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.circuit import TransitionImpossible
from portal.domain.motif import MotifRefuse
from portal.services import dossier, examen_du_service, journal_candidature, transition
from portal.services.candidature import contexte_de
from portal.services.perimetre import AgentEnPoste, Portion, agent_de
from portal.services.portail import Portail
from portal.services.transition import EtatDepasse, TransitionRefusee
from portal.tables import Candidat, Candidature, CourrielSortant, Document, Evenement
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.parcours import inscrire, publier_essai

MOTIF = "Demande écrite du candidat, reçue le 4 novembre."


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire(portail, candidat).cle


@pytest.fixture
def agent(portail: Portail) -> AgentEnPoste:
    return agent_de(portail, fabriques.agent().id)


def lire(cle: str) -> Candidature:
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def agir(
    portail: Portail, agent: AgentEnPoste, cle: str, code: str, motif: str = "", etat: str = "enregistree"
) -> str:
    return transition.agir(portail, agent, cle, code, motif, etat, {})


def test_chaque_action_permise_est_offerte_les_decisions_graves_a_la_fin(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    lu = dossier.lire(portail, agent, cle)
    codes = [offre.code for offre in lu.offres]
    assert codes == ["completer", "valider", "rejeter", "annuler", "desinscrire"]
    assert [offre.ecarte for offre in lu.offres] == [False, False, True, True, True]


def test_desinscrire_demande_un_motif_et_previent_le_candidat(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    with pytest.raises(TransitionRefusee, match="motif"):
        agir(portail, agent, cle, "desinscrire", "  ")
    assert agir(portail, agent, cle, "desinscrire", MOTIF) == "Désinscription"
    assert (lire(cle).etat, lire(cle).phase) == ("desinscrite", "ecartee")
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "desinscrire")).one()
    assert (fait.de, fait.vers, fait.motif) == ("enregistree", "desinscrite", MOTIF)
    assert fait.compte_id == agent.compte_id
    mail = db.session.scalars(
        select(CourrielSortant).where(CourrielSortant.cle.contains(":desinscrire:"))
    ).one()
    assert mail.destinataire == candidat.compte.courriel
    assert MOTIF in mail.texte


def test_une_annulation_publie_sa_notification(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    agir(portail, agent, cle, "annuler", MOTIF)
    notification = db.session.scalars(
        select(Document).where(Document.code == "notification_annulation")
    ).one()
    assert notification.contexte["motif"] == MOTIF


def test_une_page_depassee_n_agit_pas(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    agir(portail, agent, cle, "rejeter", MOTIF)
    with pytest.raises(EtatDepasse, match="rejetée"):
        agir(portail, agent, cle, "annuler", MOTIF)
    assert lire(cle).etat == "rejetee"


@pytest.mark.parametrize("code", ["enregistrer", "modifier", "rouvrir", "rien", "../valider"])
def test_une_action_qui_n_est_pas_au_service_est_refusee(
    portail: Portail, cle: str, agent: AgentEnPoste, code: str
) -> None:
    with pytest.raises(TransitionImpossible):
        agir(portail, agent, cle, code, MOTIF)
    assert lire(cle).etat == "enregistree"


def test_hors_du_perimetre_rien_n_agit(portail: Portail, cle: str) -> None:
    ailleurs = AgentEnPoste(1, "X", "x@example.org", portions=(Portion(famille="cap"),))
    for geste in (
        lambda: agir(portail, ailleurs, cle, "desinscrire", MOTIF),
        lambda: dossier.lire(portail, ailleurs, cle),
        lambda: examen_du_service.decider(portail, ailleurs, cle, "acquis.EP1", "accepte", ""),
    ):
        with pytest.raises(CandidatureIntrouvable):
            geste()
    assert lire(cle).etat == "enregistree"


def test_le_journal_du_service_nomme_qui_et_celui_du_candidat_non(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    agir(portail, agent, cle, "rejeter", MOTIF)
    candidature = lire(cle)
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    du_service = journal_candidature.journal_du_service(portail, agent, contexte)
    assert du_service[0].qui == agent.nom
    assert {ligne.qui for ligne in du_service[1:]} == {journal_candidature.CANDIDAT}
    du_candidat = journal_candidature.journal_du_candidat(portail, contexte)
    assert du_candidat[0].motif == MOTIF
    assert {ligne.qui for ligne in du_candidat} == {""}
    assert not any(agent.nom in ligne.phrase for ligne in du_candidat)


@pytest.fixture
def cs(portail: Portail, horloge: HorlogeReglable) -> str:
    horloge.regler(OUVERT[CS])
    reponses = {"amenagement": "oui", "acquis.EP1": "passe"}
    return inscrire_a(portail, fabriques.candidat(), CS, **reponses).cle


def test_les_reponses_de_sante_sont_reservees(portail: Portail, cs: str) -> None:
    habilite = agent_de(portail, fabriques.agent(sante=True).id)
    autre = agent_de(portail, fabriques.agent().id)
    for qui, cachees in ((habilite, False), (autre, True)):
        lignes = [
            ligne
            for carte in dossier.lire(portail, qui, cs).cartes
            for bloc in carte.blocs
            for ligne in bloc.lignes
            if ligne.sante
        ]
        assert lignes
        assert all((ligne.reponse == dossier.RESERVE) is cachees for ligne in lignes)


def test_rien_a_examiner_se_dit(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    assert dossier.lire(portail, agent, cle).a_examiner == ()
    with pytest.raises(examen_du_service.RienAExaminer):
        examen_du_service.decider(portail, agent, cle, "acquis.EP1", "accepte", "")
    with pytest.raises(examen_du_service.VerdictInconnu):
        examen_du_service.decider(portail, agent, cle, "acquis.EP1", "peut-être", "")
    with pytest.raises(MotifRefuse):
        examen_du_service.decider(portail, agent, cle, "acquis.EP1", "refuse", " ")


REGLE = """
regles:
  age:
    exige: {salarie: oui}
    sinon: a_examiner
    message: Votre situation sera examinée par le service.
"""


def test_une_situation_a_examiner_est_confirmee_ou_refusee(portail: Portail, agent: AgentEnPoste) -> None:
    publier_essai(portail, nom="examine", en_plus=REGLE)
    cle = inscrire(portail, fabriques.candidat(), "versailles/examine").cle
    (une,) = dossier.lire(portail, agent, cle).a_examiner
    assert (une.cle, une.verdict) == ("regle.age", "")
    examen_du_service.decider(portail, agent, cle, "regle.age", "refuse", MOTIF)
    (une,) = dossier.lire(portail, agent, cle).a_examiner
    assert (une.verdict, une.motif) == ("refuse", MOTIF)
    examen_du_service.decider(portail, agent, cle, "regle.age", "accepte", "")
    (une,) = dossier.lire(portail, agent, cle).a_examiner
    assert (une.verdict, une.motif) == ("accepte", "")
    natures = db.session.scalars(
        select(Evenement.nature).where(Evenement.nature.startswith("examen_")).order_by(Evenement.id)
    ).all()
    assert natures == ["examen_refuse", "examen_accepte"]
    assert (
        len(
            db.session.scalars(
                select(CourrielSortant.id).where(CourrielSortant.cle.contains(":regle.age:"))
            ).all()
        )
        == 2
    )
