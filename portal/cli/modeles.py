"""Commands about the published modèles."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.adapters.familles import fichiers_yaml
from portal.cli.contexte import portail_ouvert
from portal.domain import affichage
from portal.domain.typographie import pluriel
from portal.plugin_manager import PluginInvalide
from portal.services.familles import familles_installees
from portal.services.modeles import Entree
from portal.services.portail import Portail
from portal.services.publication_dossier import Bilan, publier_fichiers


@contextmanager
def base_prete() -> Iterator[Portail]:
    """Open the portal; a database that was never migrated is a sentence, not a traceback."""
    with portail_ouvert() as portail:
        try:
            yield portail
        except (OperationalError, ProgrammingError) as erreur:
            phrase = (
                "La base de données n'est pas prête. Lancez d'abord « portal migrate ». "
                "Si elle est déjà en service, elle ne répond pas : vérifiez PORTAL_DATABASE_URL."
            )
            raise click.ClickException(phrase) from erreur
        except PluginInvalide as refus:
            raise click.ClickException(str(refus)) from refus


@click.command()
@click.argument("chemins", nargs=-1, metavar="FICHIER…", type=click.Path(path_type=Path))
@click.option("--meme-sens", is_flag=True, help="Confirme que les intitulés changés gardent le même sens.")
@click.option("--par", default=None, help="Qui publie ; par défaut, votre nom d'utilisateur.")
def publish(chemins: tuple[Path, ...], meme_sens: bool, par: str | None) -> None:
    """Publie des modèles : un ou plusieurs fichiers, ou un dossier entier.

    Un fichier qui a une erreur, ou un scénario raté, n'est pas publié ; les autres le sont.
    """
    if not chemins:
        raise click.UsageError("Donnez au moins un fichier ou un dossier à publier.")
    with base_prete() as portail:
        fichiers = [
            f for chemin in chemins for f in (fichiers_yaml(chemin) if chemin.is_dir() else (chemin,))
        ]
        familles = familles_installees(portail.extensions)
        bilans = publier_fichiers(portail, fichiers, familles, par or _moi(), meme_sens)
    for bilan in bilans:
        _raconter(bilan)
    if not bilans:
        click.echo("Aucun fichier YAML à publier.")
    raise SystemExit(1 if any(bilan.phrases for bilan in bilans) or not bilans else 0)


def _moi() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "inconnu"


def _raconter(bilan: Bilan) -> None:
    publication = bilan.publication
    for phrase in bilan.phrases:
        click.echo(phrase)
    if publication is None or publication.refusee:
        garde = (
            f" La version {publication.numero} reste en service."
            if publication and publication.numero
            else ""
        )
        click.echo(f"{bilan.fichier} : non publié.{garde}")
        return
    for diagnostic in publication.rapport:
        click.echo(str(diagnostic))
    if not publication.nouvelle:
        click.echo(f"{publication.slug} : rien de nouveau, la version {publication.numero} reste en service.")
        return
    click.echo(f"{publication.slug} : version {publication.numero} publiée.")
    for impact in publication.impact:
        candidatures = pluriel(impact.nombre, "candidature")
        click.echo(f"  {candidatures} ({impact.phase}) gardent la version {impact.numero}.")


@click.command()
def models() -> None:
    """Montre les modèles publiés : version, période d'inscription, état, empreinte."""
    with base_prete() as portail:
        maintenant = portail.horloge.maintenant()
        entrees = portail.modeles.index()
        largeur = max((len(entree.slug) for entree in entrees), default=0)
        for entree in entrees:
            etat = "ouvert" if entree.ouverture <= maintenant < entree.fermeture else "fermé"
            copie = "  (démonstration)" if entree.demonstration else ""
            version, empreinte = f"v{entree.numero}", f"{entree.hash_fige[:8]} {entree.hash_vif[:8]}"
            click.echo(
                f"{entree.slug:<{largeur}}  {version:>4}  {_periode(entree)}  {etat:<6}  {empreinte}{copie}"
            )
        if not entrees:
            click.echo("Aucun modèle publié.")


def _periode(entree: Entree) -> str:
    dates = (affichage.instant(instant, entree.fuseau) for instant in (entree.ouverture, entree.fermeture))
    return " → ".join(dates)
