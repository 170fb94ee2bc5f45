"""Places of centres: taken and given back with the transition that says so, in its transaction.

One `update … where prises < places` for each épreuve: the database counts, on SQLite under its write lock,
on PostgreSQL under the lock of the row, so that the last place has one taker (docs/decisions/0023).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from portal.db import db
from portal.domain.centre_choisi import centre_de, epreuves_passees
from portal.domain.places import PlusDePlace
from portal.domain.situation import Situation
from portal.tables.candidature import Candidature
from portal.tables.centre import OffreCentre, PlacePrise


def suivre(candidature: Candidature, situation: Situation, code: str, le: datetime) -> None:
    """Take or give back what a transition says. Inside `ecriture()`, the candidature locked.

    Raises PlusDePlace: the transaction is to be rolled back.
    """
    regles = situation.modele.places
    if regles is None:
        return
    if code in regles.prises:
        ajuster(candidature, situation, le)
    elif code in regles.rendues:
        rendre(candidature, le)


def accorder(candidature: Candidature, situation: Situation, le: datetime) -> None:
    """Hold what a candidature holds to its épreuves of now, after a correction; nothing if it holds none."""
    if situation.modele.places is not None and tenues(candidature):
        ajuster(candidature, situation, le)


def ajuster(candidature: Candidature, situation: Situation, le: datetime) -> None:
    """Hold exactly one place for each épreuve that is sat. Raises PlusDePlace."""
    centre, epreuves = centre_de(situation), epreuves_passees(situation) or ()
    actuelles = {place.offre.epreuve: place for place in tenues(candidature)}
    for epreuve in actuelles.keys() - set(epreuves):
        _rendre(actuelles[epreuve], le)
    for epreuve in sorted(set(epreuves) - actuelles.keys()):  # one order for all: no two wait for each other
        _prendre(candidature, centre.id if centre else 0, situation.modele.slug, epreuve, le)


def rendre(candidature: Candidature, le: datetime) -> int:
    """Give every place of a candidature back; return how many. Doing it twice changes nothing."""
    places = tenues(candidature)
    for place in places:
        _rendre(place, le)
    return len(places)


def tenues(candidature: Candidature) -> list[PlacePrise]:
    """Return the places that a candidature holds now, by épreuve."""
    demande = (
        select(PlacePrise)
        .join(PlacePrise.offre)
        .where(PlacePrise.candidature_id == candidature.id, PlacePrise.rendue_le.is_(None))
        .order_by(OffreCentre.epreuve)
    )
    return list(db.session.scalars(demande))


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
