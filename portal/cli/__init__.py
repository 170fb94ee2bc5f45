"""The command `portal`: one module per subject, each command with its help in French."""

from __future__ import annotations

import click

from portal.cli import base, extensions, serveur

COMMANDES: tuple[click.Command, ...] = (
    serveur.serve,
    serveur.worker,
    base.migrate,
    base.failures,
    extensions.plugins,
)


@click.group(commands=COMMANDES)
def main() -> None:
    """Portail d'inscription aux examens."""
