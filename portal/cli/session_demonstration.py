"""The candidatures of the demonstration, made before the first page is served."""

from __future__ import annotations

import sys

import click
from flask import Flask

from portal.db import db
from portal.services.demonstration_session import preparer_session
from portal.services.portail import Portail

PAS = 25


def preparer_les_candidatures(app: Flask) -> None:
    """Make them once, in demonstration only, and say how far it is: it takes some seconds."""
    portail: Portail = app.extensions["portail"]
    if portail.config.mode != "demonstration":
        return
    with app.app_context():
        preparer_session(portail, _raconter)
        db.session.rollback()


def _raconter(fait: int, total: int) -> None:
    if fait % PAS == 0 or fait == total:
        fin = "\n\n" if fait == total else ""
        click.echo(f"\rSession de démonstration : {fait} candidatures sur {total}{fin}", nl=False)
        sys.stdout.flush()
