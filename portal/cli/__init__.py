"""The command `portal`: one module per subject, each command with its help in French."""

from __future__ import annotations

import click

from portal.cli import (
    annonces,
    base,
    comptes,
    controle,
    extensions,
    modeles,
    reconciliation,
    schema,
    serveur,
)
from portal.cli.groupe import GroupeDuPortail

COMMANDES: tuple[click.Command, ...] = (
    serveur.serve,
    serveur.worker,
    base.migrate,
    base.failures,
    reconciliation.reconcilier,
    extensions.plugins,
    controle.check,
    modeles.publish,
    modeles.models,
    schema.schema,
    annonces.annoncer,
    annonces.annonces,
    annonces.retirer_annonce,
    comptes.compte_creer,
    comptes.second_facteur_reinitialiser,
    comptes.comptes_demonstration,
)


@click.group(cls=GroupeDuPortail, commands=COMMANDES)
def main() -> None:
    """Portail d'inscription aux examens."""
