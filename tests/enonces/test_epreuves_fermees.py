"""Guide 003 II: without the attestation of work at height in time, its épreuves are closed, not the rest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.worker import travailler
from tests import fabriques
from tests.client import ClientMaison
from tests.enonces.test_documents_du_service import candidature, ligne
from tests.integration.services.envois import agent, convocations, convoquer, inscriptions, lignes
from tests.integration.web.candidat.parcours_web import texte

LE_DERNIER_JOUR = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
LE_LENDEMAIN = datetime(2026, 3, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def lui(portail: Portail) -> AgentEnPoste:
    return agent(portail)


@pytest.fixture
def cle(portail: Portail) -> str:
    """A zingueur of Clermont-Ferrand: EP2 alone asks for the attestation, due on 6 March 2026."""
    [une] = inscriptions(portail, 1)
    return une


def test_le_candidat_apprend_quelles_epreuves_lui_sont_fermees_s_227(
    client: ClientMaison, cle: str, horloge: HorlogeReglable
) -> None:
    """S-227."""
    for instant, fermee in ((LE_DERNIER_JOUR, False), (LE_LENDEMAIN, True)):
        horloge.regler(instant)
        client.connecter(candidature(cle).candidat.compte)
        page = texte(client.get(f"/inscriptions/{cle}"))
        assert ("Des épreuves vous sont fermées" in page) is fermee
        assert ("pas admis à passer : EP2" in page) is fermee
        assert "pas admis à passer : EP1" not in page


def test_le_service_voit_l_epreuve_fermee_et_non_les_autres_s_227(
    client: ClientMaison, cle: str, horloge: HorlogeReglable
) -> None:
    """S-227."""
    horloge.regler(LE_LENDEMAIN)
    client.connecter(fabriques.agent())
    page = texte(client.get(f"/gestion/candidatures/{cle}"))
    assert page.count("Fermée : pièce manquante") == 1
    assert page.index("EP2 – ") < page.index("Fermée : pièce manquante")


def test_on_ne_convoque_pas_a_une_epreuve_fermee_mais_aux_autres_oui_s_227(
    portail: Portail, cle: str, lui: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    """S-227: the line of EP2 is refused with its reason, that of EP1 goes through."""
    horloge.regler(LE_LENDEMAIN)
    apres_midi = ligne(cle, "EP2").replace("09:00", "14:00")
    envoi = convoquer(portail, lui, convocations(ligne(cle, "EP1"), apres_midi))
    travailler(portail)
    refusees = [une.message or "" for une in lignes(envoi) if une.etat == "refusee"]
    assert len(refusees) == 1
    assert "EP2" in refusees[0]
    assert "fermée à ce candidat" in refusees[0]
    assert [une.etat for une in lignes(envoi)].count("a_faire") == 1
