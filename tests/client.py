"""A browser for tests: sends the CSRF token like the forms do, and checks every page it receives."""

from __future__ import annotations

import contextvars
import hashlib
import secrets
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.db import db, ecriture
from portal.services.jeton import empreinte
from portal.tables.agent import Agent
from portal.tables.compte import Compte
from portal.tables.connexion import Connexion
from tests.page import verifier_fragment, verifier_page

SANS_EFFET = {"GET", "HEAD", "OPTIONS"}


class ClientMaison(FlaskClient):
    """Each request runs as in a server: no context, no database session of the test."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request; `csrf=False` leaves the token out."""
        db.session.rollback()
        if csrf and kwargs.get("method", "GET").upper() not in SANS_EFFET:
            kwargs["headers"] = {"X-CSRFToken": self._jeton(), **dict(kwargs.get("headers") or {})}
        reponse: TestResponse = contextvars.Context().run(super().open, *args, **{"buffered": True, **kwargs})
        db.session.rollback()
        self._verifier(reponse)
        return reponse

    def htmx(self, adresse: str, methode: str = "GET", **kwargs: Any) -> TestResponse:
        """Ask as htmx does."""
        entetes = {"HX-Request": "true", **kwargs.pop("headers", {})}
        return self.open(adresse, method=methode, headers=entetes, **kwargs)

    def connecter(self, compte: Compte, second_facteur: bool = True) -> None:
        """Log an account in, without its password; staff with their second factor confirmed, or not yet."""
        secret = secrets.token_urlsafe(32)
        maintenant = self.application.extensions["portail"].horloge.maintenant()
        identifiant, personnel = compte.id, compte.profil != "candidat"
        with ecriture() as s:
            if personnel and s.get(Agent, identifiant) is None:
                s.add(Agent(compte_id=identifiant))
            s.add(
                Connexion(
                    compte_id=identifiant,
                    jeton_hash=empreinte(secret),
                    creee_le=maintenant,
                    vue_le=maintenant,
                    second_facteur_le=maintenant if personnel and second_facteur else None,
                )
            )
        with self.session_transaction() as cookie:
            cookie["_user_id"] = secret

    def _jeton(self) -> str:
        with self.session_transaction() as cookie:
            brut = cookie.setdefault("csrf_token", hashlib.sha1(secrets.token_bytes(64)).hexdigest())
        signature = URLSafeTimedSerializer(self.application.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(signature.dumps(brut))

    @staticmethod
    def _verifier(reponse: TestResponse) -> None:
        if reponse.mimetype != "text/html" or not reponse.text or reponse.status_code in range(300, 400):
            return
        if "HX-Request" in reponse.request.headers:
            verifier_fragment(reponse.text)
        else:
            verifier_page(reponse.text)
