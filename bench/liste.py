"""Fifty candidatures of a million beside fifty of a thousand: the page of the office and its searches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.chronometre import Action, millisecondes
from bench.demandes import attendre
from bench.etabli import portail_ouvert
from bench.peuplement import peupler
from bench.rapport import Ligne
from portal.db import db
from portal.domain.filtre import Filtre
from portal.services.page_liste import lire_page
from portal.services.perimetre import AgentEnPoste, Portion
from portal.services.portail import Portail
from portal.tables import Compte, VersionModele
from tests import fabriques
from tests.client import ClientMaison

PEU, BEAUCOUP = 1_000, 1_000_000
BUT = 1.3
ETROIT = Portion("academie-03", "cap", frozenset({"specialite-017"}))
# What both sizes hold enough of to fill a page is compared; the others only have a time.
COMPAREES = {
    "GET liste": "",
    "GET liste, par nom": "?tri=nom",
    "GET liste, un état": "?etat=enregistree",
    "GET liste, pièces à vérifier": "?pieces=a_verifier",
    "GET liste, un nom": "?q=d",
    "GET liste, une adresse mail": "?q=candidat-1500@example.org",
}
CHRONOMETREES: dict[str, tuple[tuple[Portion, ...], dict[str, list[str]]]] = {
    "une spécialité d’une académie": ((ETROIT,), {}),
    "le même périmètre, par nom": ((ETROIT,), {"tri": ["nom"]}),
    "huit portions": (
        (
            *(Portion("academie-03", "cap", frozenset({f"specialite-{n:03}"})) for n in range(7)),
            Portion("academie-09"),
        ),
        {},
    ),
    "un état rare d’une académie": ((Portion("academie-03"),), {"etat": ["rejetee"]}),
    "une date de naissance": ((Portion(),), {"q": ["12/03/2004"]}),
}
BUT_MS = 25.0


@dataclass(frozen=True)
class Bureau:
    """One portal with its candidatures, and a gestionnaire logged in."""

    app: Flask
    client: FlaskClient

    def action(self, requete: str) -> Action:
        return lambda: attendre(self.client.get(f"/gestion/candidatures{requete}"), 200)


def mesurer() -> Iterator[Ligne]:
    """Measure the list with few candidatures and with many."""
    with _bureau(PEU) as petit, _bureau(BEAUCOUP) as grand:
        for nom, requete in COMPAREES.items():
            peu, beaucoup = millisecondes(petit.action(requete), grand.action(requete))
            yield Ligne(
                f"{nom}, 1 000 000 au lieu de 1 000",
                f"{beaucoup:.2f} ms", f"{peu:.2f} ms", beaucoup / peu, BUT,
            )  # fmt: skip
        yield from _chronometrer(grand)


def _chronometrer(bureau: Bureau) -> Iterator[Ligne]:
    """Time pages that only a large base has: a narrow périmètre, a rare state."""
    portail: Portail = bureau.app.extensions["portail"]
    with bureau.app.app_context():
        for nom, (portions, requete) in CHRONOMETREES.items():
            agent = AgentEnPoste(1, "Bench", "bench@example.org", portions=portions)
            filtre = Filtre.lire(requete)
            (duree,) = millisecondes(lambda agent=agent, filtre=filtre: lire_page(portail, agent, filtre))  # type: ignore[misc]
            db.session.rollback()
            yield Ligne(f"Page parmi 1 000 000 : {nom}", f"{duree:.2f} ms", "", duree, BUT_MS, "ms")


@contextmanager
def _bureau(nombre: int) -> Iterator[Bureau]:
    with TemporaryDirectory() as nom:
        app = portail_ouvert(Path(nom))
        with app.app_context():
            agent = fabriques.agent()
            modele = db.session.scalars(select(VersionModele.id).limit(1)).one()
            client = connecter(app, agent)
            brut = db.engine.raw_connection()
            brut.execute("pragma synchronous=off")  # type: ignore[attr-defined]
            peupler(brut, nombre, modele)
            brut.close()
            db.session.remove()
        yield Bureau(app, client)
        with app.app_context():
            db.engine.dispose()


def connecter(app: Flask, agent: Compte) -> FlaskClient:
    """Return a plain client with the cookie of who has just logged in: the rules of the tests cost time."""
    maison = ClientMaison(app, app.response_class)
    maison.connecter(agent)
    temoin = maison.get_cookie("portail", domain="localhost")
    assert temoin is not None
    client = app.test_client()
    client.set_cookie("portail", temoin.value, domain="localhost")
    return client
