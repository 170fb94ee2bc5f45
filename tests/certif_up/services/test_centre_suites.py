"""Around a request: its épreuves corrected, a message, the attendance list, the export."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from plugins.certif_up.services import centre_demande, emargement
from portal.adapters.horloge import HorlogeReglable
from portal.adapters.pdf import RenduMemoire
from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.correction import EpreuvesDefinitives
from portal.domain.filtre import Filtre
from portal.domain.paiement import Saisie
from portal.services import correction, export, message, paiement
from portal.services.message import MessageRefuse
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import CourrielSortant, Evenement
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT

MOTIF = "Épreuve demandée par erreur, mail du candidat du 9 novembre."


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


@pytest.fixture
def agent(portail: Portail) -> AgentEnPoste:
    return centres.membre(portail, centres.centre(portail, places={"E1": 1, "E2": 1}))


def corriger(portail: Portail, agent: AgentEnPoste, cle: str, *epreuves: str) -> int:
    version = centres.lire(cle).version
    formulaire = {"epreuves.demandees": list(epreuves)}
    lue = correction.corriger(portail, agent, cle, "epreuves", formulaire, version)
    assert not lue.erreurs
    return correction.enregistrer(portail, agent, cle, MOTIF, version)


def inscrire(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    centres.agir(portail, agent, cle)
    du = centre_demande.lire(portail, agent, cle).reste
    paiement.enregistrer(portail, agent, cle, Saisie(du, "cheque", date(2026, 11, 10), "", du))
    centres.agir(portail, agent, cle, "inscrire", "reglee")


def test_retirer_une_epreuve_rend_sa_place_et_baisse_le_montant(
    portail: Portail, agent: AgentEnPoste
) -> None:
    cle = centres.soumettre(portail, ("E1", "E2"))
    centres.agir(portail, agent, cle)
    corriger(portail, agent, cle, "E2")
    lue = centre_demande.lire(portail, agent, cle)
    assert ([une.offre.epreuve for une in lue.epreuves], lue.reste) == (["E2"], Decimal(50))
    assert centres.prises(agent.centres[0]) == {"E1": 0, "E2": 1}


def test_le_centre_d_une_demande_ne_se_corrige_pas(portail: Portail, agent: AgentEnPoste) -> None:
    centres.centre(portail, "C02B")
    cle = centres.soumettre(portail)
    version = centres.lire(cle).version
    formulaire = {"departement_epreuves": ["02"], "centre": ["C02B"], "engagement": ["oui"]}
    lue = correction.corriger(portail, agent, cle, "centre", formulaire, version)
    assert (lue.erreurs, lue.correction.changements) == ({}, ())
    assert lue.correction.situation.reponses["centre"] == "C02A"


def test_les_epreuves_d_une_inscription_validee_ne_changent_plus(
    portail: Portail, agent: AgentEnPoste
) -> None:
    cle = centres.soumettre(portail, ("E1", "E2"))
    inscrire(portail, agent, cle)
    with pytest.raises(EpreuvesDefinitives):
        corriger(portail, agent, cle, "E1")
    assert centres.prises(agent.centres[0]) == {"E1": 1, "E2": 1}


def test_un_message_part_une_seule_fois_et_rien_n_y_est_remplace(
    portail: Portail, agent: AgentEnPoste
) -> None:
    cle = centres.soumettre(portail)
    texte = "Venez avec <candidat.nom> & votre calculatrice."
    assert message.envoyer(portail, agent, cle, "Le jour de l'épreuve", texte)
    assert not message.envoyer(portail, agent, cle, "Le jour de l'épreuve", texte)
    (mail,) = db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(":message:")))
    assert texte in mail.texte
    assert "Le jour de l'épreuve" in mail.objet
    assert db.session.scalars(select(Evenement).where(Evenement.nature == "message")).one().donnees == {
        "objet": "Le jour de l'épreuve"
    }


def test_un_message_vide_ou_d_un_autre_centre_ne_part_pas(portail: Portail, agent: AgentEnPoste) -> None:
    cle = centres.soumettre(portail)
    with pytest.raises(MessageRefuse) as refus:
        message.envoyer(portail, agent, cle, " ", "")
    assert set(refus.value.erreurs) == {"objet", "message"}
    autre = centres.membre(portail, centres.centre(portail, "C02B"))
    with pytest.raises(CandidatureIntrouvable):
        message.envoyer(portail, autre, cle, "Bonjour", "Bonjour")


def test_seul_le_candidat_lit_qui_suit_son_inscription(portail: Portail) -> None:
    centres.centre(portail)
    centres.soumettre(portail)
    dits = {
        un.destinataire == "centre.c02a@example.org": "Écrivez au service" in un.texte
        for un in db.session.scalars(select(CourrielSortant).where(CourrielSortant.code == "candidature"))
    }
    assert dits == {True: False, False: True}


def test_la_liste_d_emargement_ne_tient_que_les_inscriptions_definitives(portail: Portail) -> None:
    agent = centres.membre(portail, centres.centre(portail, places={"E1": 4, "E2": 4}))
    for nom in ("ÉMILE", "DUVAL", "ZOLA"):
        inscrire(portail, agent, centres.soumettre(portail, ("E1",), nom_naissance=nom))
    centres.soumettre(portail, ("E1",), nom_naissance="ATTEND")
    inscrire(portail, agent, centres.soumettre(portail, ("E2",), nom_naissance="AILLEURS"))
    liste = emargement.lister(portail, agent, "C02A", JANVIER, "E1")
    assert [un.nom for un in liste.inscrits] == ["DUVAL", "ÉMILE", "ZOLA"]
    assert (liste.jour, liste.logiciels) == (
        "mercredi 20 janvier 2027",
        (("Logiciels", "Ciel Comptabilité"),),
    )
    assert all(un.nuc and un.ne_le for un in liste.inscrits)
    emargement.imprimer(portail, liste)
    assert isinstance(portail.pdf, RenduMemoire)
    assert "ÉMILE" in portail.pdf.rendus[-1]
    with pytest.raises(CandidatureIntrouvable):
        emargement.lister(portail, agent, "C02A", JANVIER, "E9")


def test_une_liste_d_emargement_vide_le_dit(portail: Portail, agent: AgentEnPoste) -> None:
    emargement.imprimer(portail, emargement.lister(portail, agent, "C02A", JANVIER, "E1"))
    assert isinstance(portail.pdf, RenduMemoire)
    assert "Aucune inscription définitive" in portail.pdf.rendus[-1]


def test_un_centre_n_exporte_que_ses_demandes(portail: Portail, agent: AgentEnPoste) -> None:
    centres.centre(portail, "C02B")
    centres.soumettre(portail)
    centres.soumettre(portail, code="C02B")
    assert export.compter(portail, agent, Filtre()) == 1
    assert export.demander(portail, agent, Filtre(), ["nom_naissance"], "csv")
