"""Ties Flask-Login to the connexions kept in the database: the cookie holds a secret, never an identity."""

from __future__ import annotations

from typing import Any

import flask
from flask import Flask, request
from flask_login import LoginManager, UserMixin, login_user, logout_user

from portal.services import connexion
from portal.services.connexion import ConnexionEnCours, Provenance
from portal.web.courant import portail


class Visiteur(UserMixin):
    """The logged-in person, as Flask-Login wants one; `get_id` is the secret of the connexion."""

    def __init__(self, secret: str, en_cours: ConnexionEnCours) -> None:
        self.secret = secret
        self.connexion = en_cours

    def get_id(self) -> str:
        return self.secret

    @property
    def profil(self) -> str:
        return self.connexion.profil


def entrer(courriel: str, mot_de_passe: str) -> None:
    """Log in: a new connexion in a new cookie, nothing kept from before. Raises what `ouvrir` raises."""
    _poser(connexion.ouvrir(portail(), courriel, mot_de_passe, provenance()))


def elever(secret: str) -> None:
    """Go on under the new secret that a second factor gives: the cookie of before is worth nothing."""
    _poser(secret)


def _poser(secret: str) -> None:
    vider_le_cookie()
    en_cours = connexion.retrouver(portail(), secret)
    assert en_cours is not None
    login_user(Visiteur(secret, en_cours))


def sortir() -> None:
    """Log out: the connexion ends in the database too, so that a copied cookie is worth nothing."""
    secret = _cookie().get("_user_id")
    logout_user()
    vider_le_cookie()
    if secret:
        connexion.fermer(portail(), secret)


def vider_le_cookie() -> None:
    """Forget all that the cookie held, its CSRF token included."""
    _cookie().clear()


def retenir(nom: str, valeur: str) -> None:
    """Keep a short value for the next page of this browser: what must not stand in an address."""
    _cookie()[nom] = valeur


def reprendre(nom: str) -> str:
    """Return what was kept, "" when nothing was."""
    return str(_cookie().get(nom, ""))


def provenance() -> Provenance:
    """Say where this request comes from."""
    return Provenance(request.remote_addr or "", request.headers.get("User-Agent", ""))


def init_app(app: Flask) -> None:
    """Set Flask-Login up."""
    gestion = LoginManager()
    # « strong » ties a login to an IP address: it logs out telephones that change network.
    gestion.session_protection = None
    gestion.user_loader(_retrouver)
    gestion.init_app(app)


def _retrouver(secret: str) -> Visiteur | None:
    en_cours = connexion.retrouver(portail(), secret)
    return Visiteur(secret, en_cours) if en_cours else None


def _cookie() -> Any:
    return flask.session  # noqa: TID251 — the one module that touches the cookie
