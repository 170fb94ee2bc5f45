"""`portal schema`: what editors complete and check while an author types."""

from __future__ import annotations

import json
from pathlib import Path

import click

from portal.adapters.familles import nom_relatif
from portal.domain.langage.schema_json import schemas

DOSSIER = Path("docs/schemas")
USAGE = "# yaml-language-server: $schema="


def texte(schema: object) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@click.command()
@click.option(
    "--dossier",
    type=click.Path(path_type=Path, file_okay=False),
    default=DOSSIER,
    show_default=True,
    help="Où écrire les fichiers.",
)
def schema(dossier: Path) -> None:
    """Écrit le schéma JSON des familles, des spécialités et des modèles, pour les éditeurs.

    En première ligne d'un fichier YAML, « # yaml-language-server: $schema=… » donne à l'éditeur (VS Code,
    Vim, Emacs…) la complétion, l'explication de chaque clé et les premières erreurs.
    """
    fichiers = {dossier / f"{nom}.schema.json": texte(contenu) for nom, contenu in schemas().items()}
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        for chemin, contenu in fichiers.items():
            chemin.write_text(contenu, "utf-8")
    except OSError as refus:
        raise click.ClickException(f"{dossier} : impossible d'y écrire ({refus.strerror}).") from refus
    for chemin in fichiers:
        click.echo(nom_relatif(chemin))
    click.echo("\nEn première ligne d'un modèle :")
    click.echo(f"{USAGE}../../{DOSSIER}/modele.schema.json")
