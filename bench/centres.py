"""Five hundred centres and a hundred thousand requests, beside five centres and a thousand requests.

What a candidate, a member of a centre and the union look at: of both sizes, a département has five centres,
a centre two hundred requests. `python -m bench.centres` runs it alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.chronometre import Action, millisecondes
from bench.demandes import attendre
from bench.liste import connecter
from bench.peuplement import peupler
from bench.peuplement_centres import ordres
from bench.rapport import Ligne, imprimer
from plugins.certif_up.services.union import FAMILLE
from portal.db import db, ecriture
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services.portail import Portail
from portal.tables import VersionModele
from portal.tables.centre import Centre, OffreCentre
from tests import fabriques
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT
from tests.integration.processus.web_d_essai import ouvrir
from tests.parcours import remplir
from tests.publications import publier_livre

PEU, BEAUCOUP = 5, 500
DEMANDES, EPREUVES = 200, ("E1", "E2", "E3")  # of each centre
LA = "02"  # the département that is looked at: five centres of both sizes
BUT = 1.3


@dataclass(frozen=True)
class Portails:
    """Who looks at a portal with its centres: a candidate, a member of the first centre, the union."""

    candidat: FlaskClient
    membre: FlaskClient
    union: FlaskClient
    cle: str

    def actions(self) -> dict[str, Action]:
        candidat = f"/inscriptions/{self.cle}/onglets/centre"
        return {
            "GET choix du centre": _lire(self.candidat, candidat),
            "GET accueil d'un centre": _lire(self.membre, "/certif-up/centre"),
            "GET liste d'un centre": _lire(self.membre, "/certif-up/centre/demandes"),
            "GET liste d'un centre, un état": _lire(self.membre, "/certif-up/centre/demandes?etat=soumise"),
            "GET liste d'un centre, un nom": _lire(self.membre, "/certif-up/centre/demandes?q=du"),
            "GET liste d'un centre, une épreuve": _lire(self.membre, "/certif-up/centre/demandes?epreuve=E2"),
        }

    def de_l_union(self) -> dict[str, Action]:
        return {
            "GET accueil de l'union": _lire(self.union, "/certif-up/national"),
            "GET centres de l'union": _lire(self.union, "/certif-up/national/centres"),
            "GET chiffres de l'union": _lire(self.union, "/certif-up/national/chiffres"),
            "GET chiffres d'une session": _lire(
                self.union, f"/certif-up/national/chiffres?session={JANVIER}"
            ),
        }


def mesurer() -> Iterator[Ligne]:
    """Measure the pages with few centres and with many; those of the union only have a time."""
    with _portail(PEU) as petit, _portail(BEAUCOUP) as grand:
        compares, autres = grand.actions(), petit.actions()
        for nom, action in compares.items():
            peu, beaucoup = millisecondes(autres[nom], action)
            yield Ligne(
                f"{nom}, {BEAUCOUP} centres au lieu de {PEU}",
                f"{beaucoup:.2f} ms", f"{peu:.2f} ms", beaucoup / peu, BUT,
            )  # fmt: skip
        for nom, action in grand.de_l_union().items():
            (duree,) = millisecondes(action)
            yield Ligne(f"{nom}, {BEAUCOUP * DEMANDES} demandes", f"{duree:.1f} ms")


def _lire(client: FlaskClient, adresse: str) -> Action:
    return lambda: attendre(client.get(adresse), 200)


@contextmanager
def _portail(nombre: int) -> Iterator[Portails]:
    with TemporaryDirectory() as nom:
        app = ouvrir(f"sqlite:///{nom}/portail.db", Path(nom), OUVERT.isoformat())
        portail: Portail = app.extensions["portail"]
        with app.app_context():
            migrer(db.engine, migrations_des_plugins(portail.extensions))
            publier_livre(portail, JANVIER)
            ids = _centres(nombre)
            pret = _postes(app, portail, ids)
            _demandes(ids)
        yield pret
        with app.app_context():
            db.engine.dispose()


def _centres(nombre: int) -> Sequence[int]:
    """Store centres, five of them in the département that is looked at, with three épreuves each."""
    with ecriture() as s:
        tous = [_centre(rang, LA if rang < PEU else f"{3 + rang % 90:02}") for rang in range(nombre)]
        s.add_all(tous)
        s.flush()
        return [un.id for un in tous]


def _centre(rang: int, departement: str) -> Centre:
    offres = [
        OffreCentre(slug=JANVIER, epreuve=epreuve, places=DEMANDES, champs={"logiciels": "Excel 2017"})
        for epreuve in EPREUVES
    ]
    return Centre(
        famille=FAMILLE, code=f"C{rang:03}", intitule=f"Centre {rang}", adresse="1 rue Haute",
        code_postal="02000", commune=f"Commune {rang}", departement=departement,
        courriel=f"c{rang}@example.org", modalites="Par chèque.", habilite_du=date(2021, 9, 1),
        cree_le=OUVERT, offres=offres,
    )  # fmt: skip


def _postes(app: Flask, portail: Portail, ids: Sequence[int]) -> Portails:
    reponses = centres.REPONSES | centres.demande(("E1",), "C000")
    candidature = remplir(portail, fabriques.candidat(), JANVIER, reponses)
    return Portails(
        connecter(app, candidature.candidat.compte),
        connecter(app, centres.compte_membre(ids[0])),
        connecter(app, fabriques.agent(famille=FAMILLE)),
        candidature.cle,
    )


def _demandes(ids: Sequence[int]) -> None:
    modele = db.session.scalars(select(VersionModele.id).limit(1)).one()
    db.session.remove()
    brut = db.engine.raw_connection()
    brut.execute("pragma synchronous=off")
    peupler(brut, DEMANDES * len(ids), modele, ordres(JANVIER, ids))
    brut.close()
    db.session.remove()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    for ligne in mesurer():
        imprimer(ligne)
