"""`portal reconcilier`: what the database says of files, beside the files."""

from __future__ import annotations

import click

from portal.cli.modeles import base_prete
from portal.domain.typographie import pluriel
from portal.services.reconciliation import Constat, Ecart
from portal.services.reconciliation import reconcilier as comparer

MOTS = {
    "absent": "absent du stockage",
    "altere": "contenu altéré",
    "taille": "taille différente",
    "orphelin": "orphelin",
}


@click.command()
@click.option("--effacer", is_flag=True, help="Efface les fichiers orphelins, déposés depuis plus d'un jour.")
def reconcilier(effacer: bool) -> None:
    """Compare la base et le stockage : chaque fichier est relu en entier.

    Dit ce qui manque, ce qui a changé, et les fichiers que rien ne cite. Le code de sortie est 1 dès que
    quelque chose diffère, 0 sinon. Fait aussi chaque nuit par « portal worker ».
    """
    with base_prete() as portail:
        constat = comparer(portail, effacer)
    for ecart in constat.ecarts:
        click.echo(_phrase(ecart))
    click.echo(_resume(constat))
    raise SystemExit(1 if constat.fautes or len(constat.orphelins) > constat.effaces else 0)


def _phrase(ecart: Ecart) -> str:
    ou = f"\t{ecart.ou}" if ecart.ou else ""
    detail = f" ({ecart.detail})" if ecart.detail else ""
    return f"{MOTS[ecart.genre]}\t{ecart.cle}{ou}{detail}"


def _resume(constat: Constat) -> str:
    lus = f"{pluriel(constat.verifies, 'fichier relu', 'fichiers relus')}, {constat.octets / 1e6:.1f} Mo"
    fautes = pluriel(len(constat.fautes), "écart") if constat.fautes else "rien ne manque"
    phrases = [f"{lus} : {fautes}."]
    if constat.orphelins:
        trouves = pluriel(len(constat.orphelins), "fichier orphelin", "fichiers orphelins")
        suite = f"{constat.effaces} effacés" if constat.effaces else "« --effacer » les efface"
        phrases.append(f"{trouves}, {suite}.")
    if constat.jeunes:
        jeunes = pluriel(constat.jeunes, "fichier récent", "fichiers récents")
        phrases.append(f"{jeunes} sans ligne : à revoir demain.")
    return " ".join(phrases)
