"""A member of a centre sees the requests of that centre, and nothing else exists for them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.filtre import Filtre
from portal.services import correction, dossier, perimetre
from portal.services.page_liste import lire_page
from portal.services.perimetre import AgentEnPoste, agent_de, verrouiller
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.tables.agent import Perimetre
from tests import centres, fabriques
from tests.centres import MOTIF, agir, membre, mener, payer, preparer, relire, soumettre, suite_de, union

GESTES: dict[str, Callable[[Portail, AgentEnPoste, Candidature], Any]] = {
    "page": lambda p, a, c: dossier.lire(p, a, relire(c).cle),
    "transition": lambda p, a, c: agir(p, a, c, "refuser", MOTIF),
    "règlement": lambda p, a, c: payer(p, c, Decimal(1), agent=a),
    "correction": lambda p, a, c: correction.corriger(p, a, relire(c).cle, "situation", {}, 1),
}


@pytest.fixture
def arras(portail: Portail, lille: int) -> int:
    return centres.centre("ARRAS")


def liste(portail: Portail, agent: AgentEnPoste) -> list[int]:
    db.session.rollback()
    page = lire_page(portail, agent, Filtre())
    assert page.total == len(page.lignes)
    return sorted(ligne.id for ligne in page.lignes)


def test_chacun_voit_les_demandes_de_son_centre(portail: Portail, lille: int, arras: int) -> None:
    ici, la = soumettre(portail), soumettre(portail, code="ARRAS")
    refusee = mener(portail, "refusee", soumettre(portail))
    assert liste(portail, membre(portail, lille)) == [ici.id, refusee.id]
    assert liste(portail, membre(portail, arras)) == [la.id]
    assert liste(portail, union(portail)) == [ici.id, la.id, refusee.id]
    assert dossier.lire(portail, membre(portail, lille), relire(ici).cle).contexte.candidature.id == ici.id


@pytest.mark.parametrize("geste", GESTES)
def test_la_demande_d_un_autre_centre_n_existe_pas(
    portail: Portail, lille: int, arras: int, geste: str
) -> None:
    candidature = mener(portail, "prevalidee", soumettre(portail))
    with pytest.raises(CandidatureIntrouvable) as refus:
        GESTES[geste](portail, membre(portail, arras), candidature)
    assert refus.value.statut == 404
    assert (relire(candidature).etat, centres.regle(candidature)) == ("prevalidee", 0)


@pytest.mark.parametrize("geste", GESTES)
def test_un_compte_sans_centre_ne_voit_rien(portail: Portail, lille: int, geste: str) -> None:
    """A row without any centre stands for everything to a gestionnaire; never to a centre."""
    candidature = mener(portail, "prevalidee", soumettre(portail))
    for orphelin in (membre(portail, None), agent_de(portail, fabriques.compte("centre").id)):
        assert (orphelin.portions, liste(portail, orphelin)) == ((), [])
        with pytest.raises(CandidatureIntrouvable):
            GESTES[geste](portail, orphelin, candidature)


def test_une_ligne_sans_centre_n_ouvre_rien_a_qui_en_a_un(portail: Portail, lille: int, arras: int) -> None:
    soumettre(portail, code="ARRAS")
    ici, lui = soumettre(portail), membre(portail, lille)
    with ecriture() as s:
        s.add(Perimetre(compte_id=lui.compte_id, famille="centres_essai"))
    assert liste(portail, agent_de(portail, lui.compte_id)) == [ici.id]


def test_un_membre_de_deux_centres_voit_les_deux(portail: Portail, lille: int, arras: int) -> None:
    toutes = [soumettre(portail).id, soumettre(portail, code="ARRAS").id]
    lui = membre(portail, lille)
    with ecriture() as s:
        s.add(Perimetre(compte_id=lui.compte_id, centre_id=arras))
    lui = agent_de(portail, lui.compte_id)
    assert lui.centres == (lille, arras)
    assert liste(portail, lui) == toutes


def test_un_brouillon_n_est_jamais_montre(portail: Portail, lille: int) -> None:
    brouillon = preparer(portail, fabriques.candidat())
    refusee = mener(portail, "refusee", soumettre(portail))
    suite = suite_de(refusee)
    assert suite is not None
    for qui in (membre(portail, lille), union(portail)):
        assert liste(portail, qui) == [refusee.id]
        for cachee in (brouillon, suite):
            with pytest.raises(CandidatureIntrouvable):
                dossier.lire(portail, qui, relire(cachee).cle)


def test_une_demande_partie_ailleurs_pendant_l_attente_du_verrou_n_existe_plus(
    portail: Portail, lille: int, arras: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She was in the centre when the page was asked for, and no more when the lock was given."""
    candidature, lui = soumettre(portail), membre(portail, lille)

    def partie(lue: Candidature) -> None:
        db.session.execute(update(Candidature).where(Candidature.id == lue.id).values(centre_id=arras))
        verrouiller(lue)

    monkeypatch.setattr(perimetre, "verrouiller", partie)
    with pytest.raises(CandidatureIntrouvable):
        agir(portail, lui, candidature, "prevalider")
    assert (relire(candidature).etat, relire(candidature).centre_id) == ("soumise", lille)


def test_un_centre_ne_fait_que_ce_que_le_circuit_lui_ouvre(portail: Portail, lille: int) -> None:
    candidature = mener(portail, "report_demande", soumettre(portail))
    vu_du_centre = dossier.lire(portail, membre(portail, lille), relire(candidature).cle)
    vu_de_l_union = dossier.lire(portail, union(portail), relire(candidature).cle)
    assert [offre.code for offre in vu_du_centre.offres] == []
    assert [offre.code for offre in vu_de_l_union.offres] == ["accorder_report"]
