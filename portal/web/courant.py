"""Who asks, and of which portal: the only place where the web floor finds both."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, g
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.services.connexion import ConnexionEnCours
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables.candidat import Candidat

_CANDIDAT = (
    select(Candidat)
    .where(Candidat.compte_id == bindparam("compte"))
    .options(joinedload(Candidat.compte, innerjoin=True))
)


def portail() -> Portail:
    """Return the running portal."""
    return cast(Portail, current_app.extensions["portail"])


def connexion_courante() -> ConnexionEnCours | None:
    """Return the connexion of this request, or None for a passer-by."""
    return current_user.connexion if current_user.is_authenticated else None


def jeton_de_connexion() -> str:
    """Return the secret of the cookie of this request; 404 for a passer-by."""
    return str(current_user.secret) if current_user.is_authenticated else abort(404)


def candidat_courant() -> Candidat:
    """Return the candidate who is logged in; 404 for anybody else."""
    connexion = connexion_courante()
    if connexion is None:
        abort(404)
    candidat = db.session.scalar(_CANDIDAT, {"compte": connexion.compte_id})
    return candidat or abort(404)


def agent_courant() -> AgentEnPoste:
    """Return the member of staff who is logged in, with what they may see; 404 for a passer-by."""
    connexion = connexion_courante()
    if connexion is None:
        abort(404)
    if "agent" not in g:
        g.agent = agent_de(portail(), connexion.compte_id)
    return cast(AgentEnPoste, g.agent)
