"""A portal to measure: the shipped modèles moved so that they are open, and candidates who fill them in."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from bench.reglages import reglages
from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.app import create_app
from portal.db import db, ecriture
from portal.domain.champs import Json
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services import saisie
from portal.services.demonstration_modeles import publier_copies
from portal.services.familles import familles_installees
from portal.services.jeton import empreinte
from portal.services.portail import Portail
from portal.tables import Candidat, Connexion
from tests.fabriques import compte
from tests.parcours import poster, remplir, repondre

RACINE = Path(__file__).parents[1]
MAINTENANT = datetime(2025, 11, 5, 11, 0, tzinfo=UTC)
SAISIE = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
SERVICE = {"csrf_token", "revision", "action"}


def portail_ouvert(dossier: Path) -> Flask:
    """Return an application where a copy of every shipped modèle takes inscriptions; its clock is still."""
    app = create_app(
        reglages(dossier),
        horloge=HorlogeReglable(MAINTENANT),
        courrier=CourrierMemoire(),
        reveil=lambda: None,
    )
    portail: Portail = app.extensions["portail"]
    with app.app_context():
        migrer(db.engine, migrations_des_plugins(portail.extensions))
        publier_copies(portail, RACINE / "exam_templates", familles_installees(portail.extensions))
    return app


@dataclass(frozen=True)
class Poste:
    """A logged-in candidate in front of a filled form."""

    client: FlaskClient
    cle: str
    postees: dict[str, list[str]]
    jeton: str


def installer(app: Flask, slug: str, onglet: str, reponses: dict[str, Json]) -> Poste:
    """Fill a whole candidature in, and return what a browser then posts for one of its tabs."""
    portail: Portail = app.extensions["portail"]
    with app.app_context():
        candidat = compte().candidat
        assert candidat is not None
        candidature = remplir(portail, candidat, slug, reponses)
        contexte = saisie.lire(portail, candidat, candidature.cle)
        postees = repondre(contexte, onglet, reponses)
        poster(portail, candidat, candidature, onglet, postees)
        client, jeton = connecter(app, candidat)
        return Poste(client, candidature.cle, postees, jeton)


def connecter(app: Flask, candidat: Candidat) -> tuple[FlaskClient, str]:
    """Return a browser in which this candidate is logged in, and the CSRF token of its forms."""
    secret, brut = secrets.token_urlsafe(32), hashlib.sha256(secrets.token_bytes(64)).hexdigest()
    with ecriture() as transaction:
        transaction.add(
            Connexion(
                compte_id=candidat.compte_id,
                jeton_hash=empreinte(secret),
                creee_le=MAINTENANT,
                vue_le=MAINTENANT,
            )
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["csrf_token"] = secret, brut
    return client, str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(brut))


def saisies(page: str) -> tuple[str, ...]:
    """Return the names of the inputs of a page, one per input, those of the portal's own left out."""
    return tuple(nom for nom in SAISIE.findall(page) if nom not in SERVICE)
