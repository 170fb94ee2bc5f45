"""Gives a command the running portal, and turns a bad setting into a sentence instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import click
from sqlalchemy.exc import ArgumentError

from portal.config import ConfigInvalide
from portal.plugin_manager import PluginInvalide

if TYPE_CHECKING:
    from flask import Flask

    from portal.services.portail import Portail


# A clerk who tries a command after `make run` meets the settings of production first.
AIDE = (
    "Pour le portail de « make run », écrivez « PORTAL_MODE=demonstration » devant la commande. "
    "Pour un portail en service, voyez docs/exploitation.md."
)


def application() -> Flask:
    """Build the application of the environment's settings. Raises ClickException."""
    from portal.app import create_app

    try:
        return create_app()
    except ConfigInvalide as refus:
        raise click.ClickException(f"{refus}\n{AIDE}") from refus
    except PluginInvalide as refus:
        raise click.ClickException(str(refus)) from refus
    except ArgumentError as refus:
        raise click.ClickException("PORTAL_DATABASE_URL is not the address of a database") from refus
    except OSError as refus:
        raise click.ClickException(f"PORTAL_DATA_DIR: {refus.strerror}: {refus.filename}") from refus


@contextmanager
def portail_ouvert() -> Iterator[Portail]:
    """Open the portal for one command."""
    app = application()
    with app.app_context():
        yield cast("Portail", app.extensions["portail"])
