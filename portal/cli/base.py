"""Commands about the database and what waits in it."""

from __future__ import annotations

import click
from sqlalchemy import select

from portal.cli.contexte import portail_ouvert
from portal.db import db
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services import courriel, tache
from portal.tables.courriel import CourrielSortant
from portal.tables.tache import Tache


@click.command()
def migrate() -> None:
    """Met la base de données à jour (aussi fait par « serve »)."""
    with portail_ouvert() as portail:
        migrer(db.engine, migrations_des_plugins(portail.extensions))
        click.echo("La base de données est à jour.")


@click.command()
@click.option("--retry", is_flag=True, help="Les remet dans la file d'attente.")
def failures(retry: bool) -> None:
    """Montre les courriels et les tâches en échec."""
    with portail_ouvert() as portail:
        courriels = list(db.session.scalars(select(CourrielSortant).where(CourrielSortant.etat == "echec")))
        taches = list(db.session.scalars(select(Tache).where(Tache.etat == "echec")))
        lignes = [(c.id, f"courriel {c.code} à {c.destinataire} : {c.erreur}") for c in courriels]
        lignes += [(t.id, f"tâche {t.genre} {t.charge} : {t.erreur}") for t in taches]
        for identifiant, phrase in lignes:
            click.echo(f"{identifiant}\t{phrase}")
        if not lignes:
            click.echo("Aucun échec.")
        if retry:
            for numero in [c.id for c in courriels]:
                courriel.relancer(portail, numero)
            for numero in [t.id for t in taches]:
                tache.relancer(portail, numero)
