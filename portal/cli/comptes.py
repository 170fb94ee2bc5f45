"""Commands about accounts."""

from __future__ import annotations

import click

from portal.cli.contexte import portail_ouvert
from portal.domain.refus import Refus
from portal.services import administration_comptes, demonstration, personnel


@click.command()
@click.argument("courriel")
@click.option(
    "--profil",
    type=click.Choice(personnel.PROFILS_DU_PERSONNEL),
    required=True,
    help="Ce que la personne pourra faire.",
)
@click.option("--nom", required=True, help="Nom de la personne ou du service, affiché à l'écran.")
def compte_creer(courriel: str, profil: str, nom: str) -> None:
    """Crée un compte de gestion et montre son mot de passe, qui ne sert qu'une fois."""
    with portail_ouvert() as portail:
        try:
            mot_de_passe = personnel.creer(portail, profil, courriel, nom)
        except Refus as refus:
            raise click.ClickException(refus.phrase) from refus
        click.echo(f"Compte créé : {courriel}, {profil}.")
        click.echo(f"Mot de passe à usage unique, valable 7 jours : {mot_de_passe}")
        click.echo("À la première connexion, la personne choisit le sien, puis son téléphone.")


@click.command()
@click.argument("courriel")
def second_facteur_reinitialiser(courriel: str) -> None:
    """Oublie le téléphone d'un compte de gestion : la personne a 7 jours pour en choisir un autre."""
    with portail_ouvert() as portail:
        try:
            administration_comptes.depanner(portail, courriel)
        except Refus as refus:
            raise click.ClickException(refus.phrase) from refus
        click.echo(f"Second facteur réinitialisé : {courriel}. Ses connexions sont fermées, un mail part.")


@click.command()
def comptes_demonstration() -> None:
    """Crée les comptes de démonstration, montre mots de passe et codes (jamais en production)."""
    with portail_ouvert() as portail:
        try:
            comptes = demonstration.preparer_comptes(portail)
        except demonstration.HorsDemonstration as refus:
            raise click.ClickException("Ces comptes n'existent pas en production.") from refus
        for profil, courriel, mot_de_passe in comptes:
            click.echo(f"{profil}\t{courriel}\t{mot_de_passe}")
        for un in demonstration.codes_du_moment(portail):
            click.echo(f"code du moment\t{un.courriel}\t{un.code or 'le suivant arrive'}")
