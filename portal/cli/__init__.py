"""The command `portal`: one module per subject, each command with its help in French."""

from __future__ import annotations

import click

from portal.cli import annonces, base, comptes, controle, extensions, modeles, schema, serveur

COMMANDES: tuple[click.Command, ...] = (
    serveur.serve,
    serveur.worker,
    base.migrate,
    base.failures,
    extensions.plugins,
    controle.check,
    modeles.publish,
    modeles.models,
    schema.schema,
    annonces.annoncer,
    annonces.annonces,
    annonces.retirer_annonce,
    comptes.compte_creer,
    comptes.comptes_demonstration,
)


@click.group(commands=COMMANDES)
def main() -> None:
    """Portail d'inscription aux examens."""
