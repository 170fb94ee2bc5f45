"""Corrections by the service: a reason, a new version, documents, a mail; the candidate's draft is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.candidat import EtatCivilInvalide
from portal.domain.candidature import CandidatureIntrouvable, OngletIntrouvable
from portal.domain.correction import (
    CandidatModifie,
    CorrectionDepassee,
    CorrectionIncomplete,
    CorrectionPrise,
    RienACorriger,
)
from portal.domain.motif import MotifRefuse
from portal.services import correction, correction_etat_civil, inscription, saisie
from portal.services.perimetre import AgentEnPoste, Portion, agent_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Document, Evenement, VersionCandidature
from tests import fabriques
from tests.parcours import CLOTURE, IDENTIFICATION, SITUATION, en_formulaire, inscrire, lu, publier_essai

MOTIF = "Erreur de saisie signalée par la candidate."
ETAT_CIVIL = {
    "civilite": "MADAME", "nom_naissance": "DURAND", "nom_usage": "", "prenoms": "Élise",
    "naissance_le": "17/05/2004", "naissance_pays": "FR", "naissance_departement": "062",
    "naissance_commune": "ARRAS",
}  # fmt: skip
REGLE = """
regles:
  discipline:
    exige: {specialite: arts}
    sinon: refus
    message: La danse n'est pas ouverte aux candidats libres.
"""


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail, en_plus=REGLE)
    return fabriques.candidat(naissance_commune="Arras")


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire(portail, candidat).cle


@pytest.fixture
def agent(portail: Portail) -> AgentEnPoste:
    return agent_de(portail, fabriques.agent().id)


def lire(cle: str) -> Candidature:
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def evenement(nature: str) -> Evenement:
    return db.session.scalars(select(Evenement).where(Evenement.nature == nature)).one()


def corriger(
    portail: Portail, agent: AgentEnPoste, cle: str, onglet: str = "situation", **valeurs: str
) -> None:
    base = SITUATION if onglet == "situation" else IDENTIFICATION
    lue = correction.corriger(portail, agent, cle, onglet, en_formulaire(base | valeurs), lire(cle).version)
    assert not lue.erreurs


def test_une_correction_fait_une_version_des_documents_et_un_mail(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    enregistree_le = lire(cle).enregistree_le
    horloge.regler(CLOTURE + timedelta(days=20))
    corriger(portail, agent, cle, salarie="oui", employeur="Mairie")
    assert correction.enregistrer(portail, agent, cle, MOTIF, 1) == 2
    candidature = lire(cle)
    assert (candidature.version, candidature.etat, candidature.correction) == (2, "enregistree", None)
    assert candidature.reponses is not None
    assert candidature.reponses["employeur"] == "Mairie"
    assert candidature.enregistree_le == enregistree_le
    version = db.session.scalars(select(VersionCandidature).where(VersionCandidature.numero == 2)).one()
    assert version.reponses["employeur"] == "Mairie"
    fait = evenement("correction")
    assert (fait.motif, fait.compte_id) == (MOTIF, agent.compte_id)
    assert {(un["question"], un["avant"], un["apres"]) for un in fait.donnees["changements"]} == {
        ("Salarié", "Non", "Oui"), ("Votre employeur", "-", "Mairie"),
    }  # fmt: skip
    versions = db.session.scalars(select(Document.version).where(Document.remplace_par.is_(None))).all()
    assert set(versions) == {2}
    mail = db.session.scalars(
        select(CourrielSortant).where(CourrielSortant.cle.contains(":correction:"))
    ).one()
    assert mail.destinataire == candidat.compte.courriel
    assert MOTIF in mail.texte
    assert "Mairie" in mail.texte


def test_sans_motif_rien_n_est_enregistre_et_rien_n_est_perdu(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    corriger(portail, agent, cle, forme="progressive")
    with pytest.raises(MotifRefuse):
        correction.enregistrer(portail, agent, cle, "   ", 1)
    assert lire(cle).version == 1
    assert len(correction.ouvrir(portail, agent, cle).changements) == 1


def test_une_reponse_definitive_se_corrige(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    corriger(portail, agent, cle, forme="progressive")
    correction.enregistrer(portail, agent, cle, MOTIF, 1)
    reponses = lire(cle).reponses
    assert reponses is not None
    assert reponses["forme"] == "progressive"


def test_le_brouillon_du_service_ne_touche_pas_celui_du_candidat(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    avant = lire(cle).brouillon
    corriger(portail, agent, cle, forme="progressive")
    assert lire(cle).brouillon == avant
    correction.abandonner(portail, agent, cle)
    assert (lire(cle).correction, lire(cle).version) == (None, 1)


def test_apres_la_correction_le_candidat_modifie_ce_qui_est_enregistre(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    corriger(portail, agent, cle, salarie="oui", employeur="Mairie")
    correction.enregistrer(portail, agent, cle, MOTIF, 1)
    inscription.modifier(portail, candidat, cle)
    assert lu(portail, candidat, lire(cle)).reponses["employeur"] == "Mairie"


def test_un_candidat_qui_modifie_passe_avant_la_correction(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    corriger(portail, agent, cle, forme="progressive")
    inscription.modifier(portail, candidat, cle)
    for geste in (
        lambda: correction.ouvrir(portail, agent, cle),
        lambda: correction.enregistrer(portail, agent, cle, MOTIF, 1),
        lambda: correction_etat_civil.corriger(portail, agent, cle, ETAT_CIVIL, MOTIF, 1),
    ):
        with pytest.raises(CandidatModifie):
            geste()


def test_une_correction_commencee_avant_un_enregistrement_est_depassee(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    corriger(portail, agent, cle, salarie="oui", employeur="Mairie")
    inscription.modifier(portail, candidat, cle)
    revision = saisie.lire(portail, candidat, cle).candidature.revision
    saisie.enregistrer_onglet(
        portail, candidat, cle, "situation", en_formulaire(SITUATION | {"note": "12"}), revision
    )
    inscription.enregistrer(portail, candidat, cle)
    with pytest.raises(CorrectionDepassee):
        correction.enregistrer(portail, agent, cle, MOTIF, 1)
    assert correction.ouvrir(portail, agent, cle).changements == ()


def test_une_reponse_refusee_au_candidat_l_est_aussi_au_service(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    lue = correction.corriger(portail, agent, cle, "situation", en_formulaire(SITUATION | {"note": "25"}), 1)
    assert lue.erreurs["note"].message == "Une note va de 0 à 20."
    assert lire(cle).correction is None


def test_une_correction_qui_en_demande_une_autre_attend(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    """What the corrected answers call for is said, with the tab where it is."""
    incomplete = en_formulaire(SITUATION | {"salarie": "oui"})
    lue = correction.corriger(portail, agent, cle, "situation", incomplete, 1)
    assert "employeur" in lue.erreurs
    with pytest.raises(RienACorriger):
        correction.enregistrer(portail, agent, cle, MOTIF, 1)


def test_deux_agents_ne_corrigent_pas_ensemble(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    autre = agent_de(portail, fabriques.agent().id)
    corriger(portail, agent, cle, forme="progressive")
    with pytest.raises(CorrectionPrise):
        correction.ouvrir(portail, autre, cle)
    correction.abandonner(portail, autre, cle)
    assert correction.ouvrir(portail, autre, cle).changements == ()


def test_hors_du_perimetre_la_candidature_n_existe_pas(portail: Portail, cle: str) -> None:
    ailleurs = AgentEnPoste(fabriques.agent().id, "X", "x@example.org", portions=(Portion(academie="lyon"),))
    for geste in (
        lambda: correction.ouvrir(portail, ailleurs, cle),
        lambda: correction.abandonner(portail, ailleurs, cle),
        lambda: correction_etat_civil.corriger(portail, ailleurs, cle, ETAT_CIVIL, MOTIF, 1),
    ):
        with pytest.raises(CandidatureIntrouvable):
            geste()


def test_un_onglet_invente_n_existe_pas(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    for code in ("recapitulatif", "nul"):
        with pytest.raises(OngletIntrouvable):
            correction.corriger(portail, agent, cle, code, {}, 1)


def test_corriger_l_etat_civil_suit_dans_chaque_inscription(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    publier_essai(portail, nom="autre", annee=2027)
    autre = inscrire(portail, candidat, "versailles/autre").cle
    nouveau = ETAT_CIVIL | {"nom_naissance": "DUPONT", "prenoms": "Élise Marie"}
    assert correction_etat_civil.corriger(portail, agent, cle, nouveau, MOTIF, 1) == 2
    assert [lire(une).version for une in (cle, autre)] == [2, 2]
    assert lire(cle).candidat.nom_naissance == "DUPONT"
    versions = db.session.scalars(select(VersionCandidature).where(VersionCandidature.numero == 2)).all()
    assert {version.candidat["nom_naissance"] for version in versions} == {"DUPONT"}
    faits = db.session.scalars(select(Evenement).where(Evenement.nature == "correction_etat_civil")).all()
    assert {(un["avant"], un["apres"]) for fait in faits for un in fait.donnees["changements"]} == {
        ("DURAND", "DUPONT")
    }


def test_un_etat_civil_faux_ou_inchange_ne_change_rien(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    with pytest.raises(EtatCivilInvalide) as refus:
        correction_etat_civil.corriger(
            portail, agent, cle, ETAT_CIVIL | {"naissance_le": "31/02/2004"}, MOTIF, 1
        )
    assert refus.value.erreurs.keys() == {"naissance_le"}
    with pytest.raises(MotifRefuse):
        correction_etat_civil.corriger(portail, agent, cle, ETAT_CIVIL, "", 1)
    identique = ETAT_CIVIL | {"prenoms": "Élise Marie"}
    with pytest.raises(RienACorriger):
        correction_etat_civil.corriger(portail, agent, cle, identique, MOTIF, 1)
    with pytest.raises(CorrectionDepassee):
        correction_etat_civil.corriger(portail, agent, cle, ETAT_CIVIL, MOTIF, 7)
    assert lire(cle).version == 1


def test_une_regle_qui_refuse_le_candidat_refuse_aussi_la_correction(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    corriger(portail, agent, cle, specialite="danse")
    (manque,) = correction.ouvrir(portail, agent, cle).reste
    assert "danse" in manque.message
    with pytest.raises(CorrectionIncomplete):
        correction.enregistrer(portail, agent, cle, MOTIF, 1)
    assert (lire(cle).version, lire(cle).specialite) == (1, "arts")
