"""Two hundred clicks for ten places, on a server of several processes as `portal serve` starts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from plugins.certif_up.services.union import FAMILLE
from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Candidature, Compte, CourrielSortant, Evenement
from portal.tables.centre import OffreCentre, PlacePrise
from tests import fabriques
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT
from tests.conftest import base_neuve
from tests.copies import cles_de, copier
from tests.parcours import poster, remplir
from tests.serveur import Recu, Serveur, ensemble, navigateur

pytestmark = pytest.mark.deux_bases
DEMANDES, PLACES, MEMBRES, CANDIDATS = 200, 10, 4, 8
PREVALIDER = "/certif-up/centre/demandes/{}/transitions/prevalider"


@pytest.fixture(scope="module")
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One database for the module: each test has its own centres in it."""
    with base_neuve(request, tmp_path_factory.mktemp("course")) as adresse:
        yield adresse


@pytest.fixture(scope="module")
def serveur(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    ouvert = Serveur(base, tmp_path_factory.mktemp("web"), OUVERT.isoformat(), processus_web=2, fils=4)
    ouvert.demarrer()
    yield ouvert
    ouvert.tuer()


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def test_deux_cents_clics_pour_dix_places_n_en_donnent_que_dix(
    portail: Portail, app: Flask, serveur: Serveur
) -> None:
    ici = centres.centre(portail, places={"E1": PLACES})
    premiere = centres.soumettre(portail)
    cles = [premiere, *cles_de(copier(premiere, DEMANDES - 1))]
    membres = [navigateur(app, centres.compte_membre(ici)) for _ in range(MEMBRES)]
    courriels = compter(CourrielSortant)
    recus = ensemble(
        [
            partial(membres[rang % MEMBRES].poster, serveur.port, PREVALIDER.format(cle), etat="soumise")
            for rang, cle in enumerate(cles)
        ]
    )
    assert Counter(recu.statut for recu in recus) == {303: PLACES, 409: DEMANDES - PLACES}
    assert all(
        "Plus aucune place pour E1 dans ce centre" in recu.page for recu in recus if recu.statut == 409
    )
    assert len({recu.processus for recu in recus}) == 2
    servies = {cle for cle, recu in zip(cles, recus, strict=True) if recu.statut == 303}
    verifier_les_places(ici, servies, set(cles) - servies)
    assert compter(CourrielSortant) == courriels + PLACES, "one mail to each who has a place, none to others"


def verifier_les_places(centre_id: int, servies: set[str], autres: set[str]) -> None:
    """Who was told so has a place; nothing of the others has changed."""
    db.session.rollback()
    lues = dict(db.session.execute(select(Candidature.cle, Candidature.etat)).all())
    assert {lues[cle] for cle in servies} == {"prevalidee"}
    assert {lues[cle] for cle in autres} == {"soumise"}
    prises = select(Candidature.cle).join(PlacePrise).join(PlacePrise.offre)
    ici = OffreCentre.centre_id == centre_id
    assert sorted(db.session.scalars(prises.where(ici, PlacePrise.rendue_le.is_(None)))) == sorted(servies)
    assert centres.prises(centre_id) == {"E1": PLACES}
    decidees = select(Candidature.cle).join(Evenement).where(Evenement.nature == "prevalider")
    assert sorted(db.session.scalars(decidees)) == sorted(servies)


def test_deux_centres_a_la_fois_par_deux_navigateurs_un_seul_recoit_la_demande(
    portail: Portail, app: Flask, serveur: Serveur
) -> None:
    un, autre = centres.centre(portail, "C03A"), centres.centre(portail, "C03B")
    union = agent_de(portail, fabriques.agent(famille=FAMILLE).id)
    paires = [deux_brouillons(portail, union) for _ in range(CANDIDATS)]
    recus = ensemble(
        [
            partial(navigateur(app, compte).poster, serveur.port, f"/inscriptions/{cle}/enregistrer")
            for compte, *cles in paires
            for cle in cles
        ]
    )
    assert len({recu.processus for recu in recus}) == 2
    for rang, (_, *cles) in enumerate(paires):
        verifier_un_seul_centre(cles, recus[2 * rang : 2 * rang + 2])
    assert centres.prises(un) | centres.prises(autre) == {"E1": 0, "E2": 0}


def deux_brouillons(portail: Portail, union: AgentEnPoste) -> tuple[Compte, str, str]:
    """Return somebody with two complete drafts: one for a centre, and what a refusal opened, for another."""
    premiere = centres.soumettre(portail, code="C03A")
    lui = centres.lire(premiere).candidat
    a_la_main = remplir(portail, lui, JANVIER, centres.REPONSES | centres.demande(("E2",), "C03A")).cle
    centres.agir(portail, union, premiere, "refuser", motif="Plus de salle ce jour-là.")
    lui = centres.lire(premiere).candidat
    ouverte = db.session.scalars(select(Candidature).filter_by(origine_id=centres.lire(premiere).id)).one()
    formulaire = {"departement_epreuves": "02", "centre": "C03B", "engagement": "oui"}
    assert not poster(portail, lui, ouverte, "centre", formulaire).erreurs
    return lui.compte, a_la_main, ouverte.cle


def verifier_un_seul_centre(cles: list[str], recus: list[Recu]) -> None:
    """One was recorded; the other is still a draft, and its page says why."""
    assert sorted(recu.statut for recu in recus) == [303, 422]
    (refusee,) = (recu for recu in recus if recu.statut == 422)
    assert "Vous avez déjà une demande ou une inscription dans un autre centre" in refusee.page
    gardee = cles[recus.index(refusee)]
    etats = {cle: centres.lire(cle).etat for cle in cles}
    assert etats == {cle: "brouillon" if cle == gardee else "soumise" for cle in cles}


def compter(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0
