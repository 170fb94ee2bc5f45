"""The commands of Certif-UP."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli.contexte import portail_ouvert
from portal.domain.refus import Refus

MONTREES = 20


@click.command("certif-up-reprendre")
@click.argument("fichier", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verifier", is_flag=True, help="Vérifie chaque ligne et n'écrit rien.")
def certif_up_reprendre(fichier: Path, verifier: bool) -> None:
    """Reprend les anciens candidats d'un fichier CSV, avec leur NUC.

    Chaque ligne juste donne un compte ; les lignes fausses sont montrées et laissées de côté. Relancée sur
    le même fichier, la commande ne reprend que ce qui manque.
    """
    from plugins.certif_up.services import reprise_nuc, reprise_nuc_suivi

    with portail_ouvert() as portail:
        try:
            cle, comptes = reprise_nuc.reprendre(
                portail, fichier.name, fichier.read_bytes(), ecrire=not verifier
            )
        except Refus as refus:
            raise click.ClickException(refus.phrase) from refus
        for etat, intitule in reprise_nuc_suivi.ETATS_DES_LIGNES.items():
            if comptes.get(etat):
                click.echo(f"{intitule} : {comptes[etat]}")
        suivi = reprise_nuc_suivi.suivre(portail, cle)
        fausses = [
            ligne for etat in ("refusee", "echec") for ligne in reprise_nuc_suivi.lignes(suivi, etat)[0]
        ]
        for ligne in fausses[:MONTREES]:
            click.echo(f"  ligne {ligne.rang} : {ligne.message}")
    raise SystemExit(1 if fausses else 0)
