"""Places of centres: taken and given back with the transition that says so, in its transaction.

One `update … where prises < places` for each épreuve: the database counts, on SQLite under its write lock,
on PostgreSQL under the lock of the row, so that the last place has one taker (docs/decisions/0023).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from portal.db import db
from portal.domain.centre_choisi import centre_de, epreuves_passees
from portal.domain.places import CentreHorsService, PlusDePlace
from portal.domain.situation import Situation
from portal.services.annuaire import en_service
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre, OffreCentre, PlacePrise


def suivre(candidature: Candidature, situation: Situation, code: str, le: datetime) -> None:
    """Take or give back what a transition says. Inside `ecriture()`, the candidature locked.

    Raises PlusDePlace or CentreHorsService: the transaction is to be rolled back.
    """
    regles = situation.modele.places
    if regles is None:
        return
    if code in regles.prises:
        ajuster(candidature, situation, le)
    elif code in regles.rendues:
        rendre(candidature, le)


def accorder(candidature: Candidature, situation: Situation, le: datetime) -> None:
    """Bring what is held in line with a correction: its épreuves, its centre. Nothing if it holds none.

    Raises as `ajuster` does.
    """
    if situation.modele.places is not None and tenues(candidature):
        ajuster(candidature, situation, le)


def ajuster(candidature: Candidature, situation: Situation, le: datetime) -> None:
    """Hold exactly one place for each épreuve that is sat, in the centre that was chosen.

    Raises PlusDePlace, or CentreHorsService when that centre takes nobody any more (what it gave stays).
    """
    centre, epreuves = centre_de(situation), epreuves_passees(situation) or ()
    centre_id = centre.id if centre else 0
    voulues = {(centre_id, epreuve) for epreuve in epreuves}
    actuelles = {(place.offre.centre_id, place.offre.epreuve): place for place in tenues(candidature)}
    if voulues - actuelles.keys():
        _exiger_en_service(centre_id, situation.jour(situation.maintenant))
    # Taken and given back in one order for all: no two wait for each other.
    for cle in sorted(voulues ^ actuelles.keys()):
        if cle in actuelles:
            _rendre(actuelles[cle], le)
        else:
            _prendre(candidature, centre_id, situation.modele.slug, cle[1], le)


def rendre(candidature: Candidature, le: datetime) -> int:
    """Give every place of a candidature back; return how many. Doing it twice changes nothing."""
    places = tenues(candidature)
    for place in places:
        _rendre(place, le)
    return len(places)


def tenues(candidature: Candidature) -> list[PlacePrise]:
    """Return the places that a candidature holds now, in the order in which all take them."""
    demande = (
        select(PlacePrise)
        .join(PlacePrise.offre)
        .where(PlacePrise.candidature_id == candidature.id, PlacePrise.rendue_le.is_(None))
        .options(contains_eager(PlacePrise.offre))
        .order_by(OffreCentre.centre_id, OffreCentre.epreuve)
    )
    return list(db.session.scalars(demande))


def _exiger_en_service(centre_id: int, aujourd_hui: date) -> None:
    demande = select(Centre.id).where(Centre.id == centre_id, en_service(aujourd_hui))
    if db.session.scalar(demande) is None:
        raise CentreHorsService(
            "Ce centre n’est plus en service : il ne peut plus garder de place. "
            "Une fois libéré, le candidat pourra en choisir un autre."
        )


def _prendre(candidature: Candidature, centre_id: int, slug: str, epreuve: str, le: datetime) -> None:
    offre_id = prendre_une(centre_id, slug, epreuve)
    if offre_id is None:
        raise PlusDePlace(f"Plus aucune place pour {epreuve} dans ce centre : rien n’a été changé.")
    db.session.add(PlacePrise(offre_id=offre_id, candidature_id=candidature.id, prise_le=le))
    db.session.flush()


def prendre_une(centre_id: int, slug: str, epreuve: str) -> int | None:
    """Count one place more, if one is left; return the offer, None when there is none."""
    ordre = (
        update(OffreCentre)
        .where(
            OffreCentre.centre_id == centre_id,
            OffreCentre.slug == slug,
            OffreCentre.epreuve == epreuve,
            OffreCentre.prises < OffreCentre.places,
        )
        .values(prises=OffreCentre.prises + 1)
        .returning(OffreCentre.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(ordre)


def _rendre(place: PlacePrise, le: datetime) -> None:
    """Mark the row first: what was given back already is not counted twice."""
    rendue = db.session.execute(
        update(PlacePrise)
        .where(PlacePrise.id == place.id, PlacePrise.rendue_le.is_(None))
        .values(rendue_le=le)
        .returning(PlacePrise.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if rendue is not None:
        db.session.execute(
            update(OffreCentre)
            .where(OffreCentre.id == place.offre_id)
            .values(prises=OffreCentre.prises - 1)
            .execution_options(synchronize_session=False)
        )
