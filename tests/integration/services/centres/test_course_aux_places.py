"""The last places, asked for by many at once: the database gives each of them once.

The naive way, read then write, is tried too: it sells more than there is. The guard of `prendre_une` is
what holds, and the CHECK of the table behind it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.places import PlusDePlace
from portal.services import places, transition
from portal.services.candidature import situation_de
from portal.services.perimetre import verrouiller
from portal.services.portail import Portail
from portal.services.transition import EtatDepasse
from portal.tables import Candidature, Evenement
from portal.tables.centre import OffreCentre, PlacePrise
from tests import centres
from tests.centres import MOTIF, courriels, ensemble, membre, mener, natures, prises, relire, soumettre

DEMANDES, PLACES = 6, 2
CLOTURE_ATTENTE_S = 30


def presser(
    portail: Portail, lui: Any, candidature: Candidature, code: str, etat: str = "soumise"
) -> Callable[[], Any]:
    """Return the click of a page that is already on screen."""
    cle = candidature.cle
    return lambda: transition.agir(portail, lui, cle, code, MOTIF, etat, {})


def vendues(centre_id: int) -> int:
    """Return how many people hold a place, whatever the counter says."""
    db.session.rollback()
    tenues = select(func.count(PlacePrise.id)).join(PlacePrise.offre)
    return db.session.scalar(tenues.where(OffreCentre.centre_id == centre_id)) or 0


def test_les_dernieres_places_sont_donnees_une_fois_chacune(app: Flask, portail: Portail) -> None:
    lille = centres.centre(places={"E1": PLACES})
    lui, demandes = membre(portail, lille), [soumettre(portail) for _ in range(DEMANDES)]
    rendus = ensemble(app, *(presser(portail, lui, une, "prevalider") for une in demandes))
    assert Counter(type(rendu) for rendu in rendus) == {str: PLACES, PlusDePlace: DEMANDES - PLACES}
    assert prises(lille) == {"E1": PLACES}
    etats = Counter(relire(une).etat for une in demandes)
    assert etats == {"prevalidee": PLACES, "soumise": DEMANDES - PLACES}
    assert sum(len(courriels(une, "prevalider")) for une in demandes) == PLACES


# Without the guard --------------------------------------------------------------------------------


def test_sans_la_garde_la_derniere_place_est_vendue_a_chacun(app: Flask, portail: Portail) -> None:
    """Proves that the test above can fail: everybody reads before anybody writes."""
    lille = centres.centre(places={"E1": 1})
    demandes, lus = [soumettre(portail).id for _ in range(3)], threading.Barrier(3)

    def naif(candidature_id: int) -> None:
        offre = db.session.scalars(select(OffreCentre).filter_by(centre_id=lille)).one()
        offre_id, libre, vues = offre.id, offre.prises < offre.places, offre.prises
        db.session.rollback()
        lus.wait(CLOTURE_ATTENTE_S)
        assert libre
        with ecriture() as s:
            s.execute(update(OffreCentre).where(OffreCentre.id == offre_id).values(prises=vues + 1))
            le = portail.horloge.maintenant()
            s.add(PlacePrise(offre_id=offre_id, candidature_id=candidature_id, prise_le=le))

    assert ensemble(app, *((lambda une=une: naif(une)) for une in demandes)) == [None] * 3
    assert vendues(lille) == 3


def test_lire_puis_ecrire_dans_la_meme_transaction_ne_suffit_pas_sur_postgresql(
    app: Flask, portail: Portail
) -> None:
    """One transaction does not hold on PostgreSQL; on SQLite the write lock, taken first, does.

    There two cannot have read before one of them wrote, and the barrier of the test is never reached.
    """
    lille = centres.centre(places={"E1": 1})
    demandes = [soumettre(portail).id for _ in range(2)]
    sur_sqlite = db.engine.dialect.name == "sqlite"
    lus = threading.Barrier(1 if sur_sqlite else 2)

    def naif(candidature_id: int) -> bool:
        with ecriture() as s:
            offre = s.scalars(select(OffreCentre).filter_by(centre_id=lille)).one()
            vues, libre = offre.prises, offre.prises < offre.places
            lus.wait(CLOTURE_ATTENTE_S)
            if libre:
                s.execute(update(OffreCentre).where(OffreCentre.id == offre.id).values(prises=vues + 1))
                le = portail.horloge.maintenant()
                s.add(PlacePrise(offre_id=offre.id, candidature_id=candidature_id, prise_le=le))
            return libre

    rendus = ensemble(app, *((lambda une=une: naif(une)) for une in demandes))
    assert sorted(rendus) == ([False, True] if sur_sqlite else [True, True])
    assert vendues(lille) == (1 if sur_sqlite else 2)


def test_sans_la_garde_la_contrainte_de_la_base_arrete_la_seconde(app: Flask, portail: Portail) -> None:
    lille = centres.centre(places={"E1": 1})
    depart = threading.Barrier(2)

    def compter_un_de_plus() -> None:
        depart.wait(CLOTURE_ATTENTE_S)
        with ecriture() as s:
            ordre = update(OffreCentre).where(OffreCentre.centre_id == lille)
            s.execute(ordre.values(prises=OffreCentre.prises + 1))

    rendus = ensemble(app, compter_un_de_plus, compter_un_de_plus)
    assert Counter(type(rendu) for rendu in rendus) == {type(None): 1, IntegrityError: 1}


# Two people, one request --------------------------------------------------------------------------


def test_deux_membres_qui_decident_le_contraire_un_seul_decide(app: Flask, portail: Portail) -> None:
    lille = centres.centre(places={"E1": 1})
    candidature, lui, elle = soumettre(portail), membre(portail, lille), membre(portail, lille)
    rendus = ensemble(
        app, presser(portail, lui, candidature, "prevalider"), presser(portail, elle, candidature, "refuser")
    )
    assert Counter(type(rendu) for rendu in rendus) == {str: 1, EtatDepasse: 1}
    etat = relire(candidature).etat
    assert etat == ("prevalidee" if isinstance(rendus[0], str) else "refusee")
    assert prises(lille) == {"E1": int(etat == "prevalidee")}
    assert len({"prevalider", "refuser"}.intersection(natures(candidature))) == 1


def test_un_double_clic_ne_pre_valide_qu_une_fois(app: Flask, portail: Portail, lille: int) -> None:
    candidature, lui = soumettre(portail), membre(portail, lille)
    rendus = ensemble(app, *[presser(portail, lui, candidature, "prevalider")] * 4)
    assert Counter(type(rendu) for rendu in rendus) == {str: 1, EtatDepasse: 3}
    assert prises(lille) == {"E1": 1, "E2": 0}
    assert natures(candidature).count("prevalider") == 1
    assert len(courriels(candidature, "prevalider")) == 1


def test_refuser_un_refus_fait_ailleurs_se_dit(portail: Portail, lille: int) -> None:
    candidature, lui = soumettre(portail), membre(portail, lille)
    presser(portail, lui, candidature, "refuser")()
    with pytest.raises(EtatDepasse, match="Refusée") as refus:
        presser(portail, lui, candidature, "prevalider")()
    assert refus.value.statut == 409
    with pytest.raises(TransitionImpossible, match="refusée") as impossible:
        presser(portail, lui, candidature, "prevalider", etat="refusee")()
    assert impossible.value.statut == 409


def test_deux_corrections_qui_se_croisent_ne_s_attendent_pas_l_une_l_autre(
    app: Flask, portail: Portail, lille: int
) -> None:
    """One gives E2 back for E1, the other E1 for E2: both go through the épreuves in the same order."""
    croisees = [
        (mener(portail, "prevalidee", soumettre(portail, epreuves=(avant,))).id, apres)
        for avant, apres in (("E2", "E1"), ("E1", "E2"))
    ]
    pretes = threading.Barrier(1 if db.engine.dialect.name == "sqlite" else 2)

    def echanger(candidature_id: int, epreuve: str) -> None:
        with ecriture():
            lue = db.session.get_one(Candidature, candidature_id)
            verrouiller(lue)
            situation = situation_de(portail, lue, brouillon=False)
            pretes.wait(CLOTURE_ATTENTE_S)
            apres = situation.avec({**situation.reponses, "epreuves.demandees": [epreuve]})
            places.accorder(lue, apres, portail.horloge.maintenant())

    for _ in range(5):
        rendus = ensemble(app, *((lambda une=une: echanger(*une)) for une in croisees))
        assert rendus == [None, None]
        assert prises(lille) == {"E1": 1, "E2": 1}
        croisees = [(qui, "E2" if epreuve == "E1" else "E1") for qui, epreuve in croisees]


def test_le_journal_ne_garde_qu_un_evenement_par_place_prise(app: Flask, portail: Portail) -> None:
    lille = centres.centre(places={"E1": 1})
    lui, demandes = membre(portail, lille), [soumettre(portail) for _ in range(3)]
    ensemble(app, *(presser(portail, lui, une, "prevalider") for une in demandes))
    db.session.rollback()
    assert db.session.scalar(select(func.count(Evenement.id)).filter_by(nature="prevalider")) == 1
