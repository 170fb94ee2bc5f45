"""The commands of the core, and those that plugins add; a broken plugin takes none of the core's away."""

from __future__ import annotations

import click

from portal import plugin_manager
from portal.config import familles_choisies
from portal.plugin_manager import PluginInvalide, apports

CLE = "portal.cli.extensions"


class GroupeDuPortail(click.Group):
    """Asks plugins for their commands only where one of them may be meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._ajouts(ctx)[0]})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        du_coeur = super().get_command(ctx, cmd_name)
        if du_coeur is not None:
            return du_coeur
        ajouts, raison = self._ajouts(ctx)
        if raison and not ctx.resilient_parsing:
            raise click.ClickException(raison)
        return ajouts.get(cmd_name)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        if raison := self._ajouts(ctx)[1]:
            with formatter.section("Extensions non chargées"):
                formatter.write_text(raison)

    def _ajouts(self, ctx: click.Context) -> tuple[dict[str, click.Command], str]:
        """Return the commands of plugins by name, or why they cannot be had."""
        if CLE not in ctx.meta:
            ctx.meta[CLE] = self._charger()
        trouve: tuple[dict[str, click.Command], str] = ctx.meta[CLE]
        return trouve

    def _charger(self) -> tuple[dict[str, click.Command], str]:
        ajouts: dict[str, click.Command] = {}
        try:
            extensions = plugin_manager.charger(familles_choisies())
            for nom, commande in apports(extensions, "portal_commandes", click.Command):
                if commande.name is None or commande.name in self.commands or commande.name in ajouts:
                    raise PluginInvalide(f"plugin {nom}: there is a command {commande.name} already")
                ajouts[commande.name] = commande
        except PluginInvalide as refus:
            return {}, str(refus)
        return ajouts, ""
