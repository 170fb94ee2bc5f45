"""Commands about the exam families that are installed."""

from __future__ import annotations

import click

from portal.cli.contexte import portail_ouvert


@click.command()
def plugins() -> None:
    """Montre les familles d'examens installées et les points d'extension qu'elles utilisent."""
    with portail_ouvert() as portail:
        for nom, plugin in sorted(portail.extensions.list_name_plugin()):
            points = sorted(appel.name for appel in portail.extensions.get_hookcallers(plugin) or [])
            click.echo(f"{nom}\t{', '.join(points)}")
