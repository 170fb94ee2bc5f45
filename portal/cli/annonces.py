"""Commands about the messages of the moment, shown on the home page."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from portal.cli.contexte import portail_ouvert
from portal.domain.affichage import instant
from portal.services import annonce

PARIS = ZoneInfo("Europe/Paris")
FORMATS = ["%d/%m/%Y", "%d/%m/%Y %H:%M"]


@click.command()
@click.argument("titre")
@click.argument("texte")
@click.option(
    "--du", type=click.DateTime(FORMATS), help="Affichée à partir de… (heure de Paris) ; sinon tout de suite."
)
@click.option(
    "--au",
    type=click.DateTime(FORMATS),
    help="Retirée à… (heure de Paris) ; sinon jusqu'à « retirer-annonce ».",
)
@click.option("--alerte", is_flag=True, help="Une alerte : affichée avant les autres.")
def annoncer(titre: str, texte: str, du: datetime | None, au: datetime | None, alerte: bool) -> None:
    """Affiche un message sur la page d'accueil, par exemple une indisponibilité prévue."""
    if du and au and au <= du:
        raise click.UsageError("La fin doit être après le début.")
    niveau = "alerte" if alerte else "info"
    with portail_ouvert() as portail:
        numero = annonce.publier(portail, titre, texte, niveau, _a_paris(du), _a_paris(au))
        click.echo(f"Annonce {numero} publiée. Pour la retirer : portal retirer-annonce {numero}")


@click.command()
def annonces() -> None:
    """Montre les messages affichés en ce moment."""
    with portail_ouvert() as portail:
        courantes = annonce.annonces_courantes(portail)
        for une in courantes:
            fin = f"jusqu'au {instant(une.au)}" if une.au else "sans fin prévue"
            click.echo(f"{une.id}\t{une.titre}\t{fin}")
        if not courantes:
            click.echo("Aucune annonce.")


@click.command()
@click.argument("numero", type=int)
def retirer_annonce(numero: int) -> None:
    """Retire un message de la page d'accueil."""
    with portail_ouvert() as portail:
        if not annonce.retirer(portail, numero):
            raise click.ClickException(f"L'annonce {numero} n'est pas affichée.")
        click.echo(f"Annonce {numero} retirée.")


def _a_paris(quand: datetime | None) -> datetime | None:
    return quand.replace(tzinfo=PARIS) if quand else None
