"""Plugins and the circuit: a plugin may refuse a transition, and write what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.circuit import TransitionImpossible
from portal.domain.extension import Demande
from portal.services import saisie, transition
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Annonce, Candidat, Candidature, Evenement
from tests import fabriques
from tests.extensions import avec, essai
from tests.parcours import ESSAI, inscrire, publier_essai

MOTIF = "Demande écrite du candidat, reçue le 4 novembre."
PHRASE = "Cette séance est complète."


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


def rejeter(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    transition.agir(portail, agent, cle, "rejeter", MOTIF, "enregistree", {})


def etat(cle: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(Candidature.etat).where(Candidature.cle == cle)).one()


def annoncer(fait: Demande) -> None:
    """Write something that a test finds again."""
    db.session.add(Annonce(titre=fait.vers, texte="…", niveau="info", du=datetime(2025, 1, 1, tzinfo=UTC)))


def annonces() -> list[str]:
    return list(db.session.scalars(select(Annonce.titre)))


def test_un_plugin_refuse_une_transition_avec_sa_phrase(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    garde = avec(portail, essai(portal_refus=lambda demande: PHRASE, portal_reaction=annoncer))
    with pytest.raises(TransitionImpossible, match=PHRASE):
        rejeter(garde, agent, cle)
    assert etat(cle) == "enregistree"
    assert annonces() == []


@pytest.mark.parametrize("reponse", [None, ""])
def test_un_plugin_qui_ne_dit_rien_laisse_passer(
    portail: Portail, cle: str, agent: AgentEnPoste, reponse: str | None
) -> None:
    rejeter(avec(portail, essai(portal_refus=lambda demande: reponse)), agent, cle)
    assert etat(cle) == "rejetee"


def test_le_premier_plugin_par_son_nom_parle_le_premier(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    noms = [essai(f"essai_{nom}", portal_refus=lambda demande, nom=nom: f"Non ({nom}).") for nom in "bac"]
    with pytest.raises(TransitionImpossible, match=r"Non \(a\)"):
        rejeter(avec(portail, *noms), agent, cle)


def test_un_plugin_apprend_tout_de_la_transition(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste
) -> None:
    vues: list[Demande] = []
    ecoute = essai(
        portal_refus=lambda demande: vues.append(demande), portal_reaction=lambda fait: vues.append(fait)
    )
    rejeter(avec(portail, ecoute), agent, cle)
    avant, apres = vues
    assert avant == apres
    assert (avant.code, avant.de, avant.vers, avant.profil) == (
        "rejeter",
        "enregistree",
        "rejetee",
        "gestionnaire",
    )
    assert (avant.famille, avant.slug, avant.compte_id) == ("essai", ESSAI, agent.compte_id)
    assert (avant.candidat_id, avant.situation.etat) == (candidat.id, "enregistree")
    assert db.session.get_one(Candidature, avant.candidature_id).cle == cle


def test_l_enregistrement_d_un_candidat_se_refuse_aussi(portail: Portail, candidat: Candidat) -> None:
    def refuser(demande: Demande) -> str | None:
        return PHRASE if (demande.code, demande.profil) == ("enregistrer", "candidat") else None

    with pytest.raises(TransitionImpossible, match=PHRASE):
        inscrire(avec(portail, essai(portal_refus=refuser)), candidat)


def test_ce_qui_suit_une_transition_s_ecrit_avec_elle(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    rejeter(avec(portail, essai(portal_reaction=annoncer)), agent, cle)
    assert (etat(cle), annonces()) == ("rejetee", ["rejetee"])


def test_une_candidature_qui_commence_s_annonce_dans_sa_transaction(
    portail: Portail, candidat: Candidat
) -> None:
    faits: list[tuple[Portail, Demande]] = []
    ecoute = avec(portail, essai(portal_reaction=lambda portail, fait: faits.append((portail, fait))))
    commencee = saisie.commencer(ecoute, candidat, ESSAI)
    saisie.commencer(ecoute, candidat, ESSAI)
    ((recu, fait),) = faits
    assert recu is ecoute
    assert (fait.code, fait.de, fait.vers, fait.profil) == ("commencer", "", "brouillon", "candidat")
    assert (fait.candidature_id, fait.compte_id) == (commencee.id, candidat.compte_id)


def test_une_reaction_qui_echoue_annule_la_transition(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    def echouer(fait: Demande) -> None:
        annoncer(fait)
        raise LookupError

    with pytest.raises(LookupError):
        rejeter(avec(portail, essai(portal_reaction=echouer)), agent, cle)
    assert (etat(cle), annonces()) == ("enregistree", [])
    assert db.session.scalar(select(Evenement).where(Evenement.nature == "rejeter")) is None
