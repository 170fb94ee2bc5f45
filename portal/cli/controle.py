"""`portal check`: everything that is wrong in the files of authors, or what the candidate will see."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import click

from portal import plugin_manager
from portal.adapters.familles import (
    FichierIllisible,
    fichiers_yaml,
    lire_dossier,
    lire_fichier,
    nom_relatif,
)
from portal.adapters.referentiel import referentiel
from portal.domain.langage.apercu import Apercu
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.essai import essayer_famille
from portal.domain.langage.lecteur import FamilleLue, Fichier, compiler_modele, entete, refuser_famille
from portal.domain.langage.scenarios import jouer_tous
from portal.domain.typographie import pluriel
from portal.plugin_manager import PluginInvalide
from portal.services.familles import Familles, familles_installees
from portal.services.publication_dossier import slug_de

FAMILLE, SPECIALITES = "famille.yaml", "specialites"


@click.command(options_metavar="[OPTIONS]")
@click.argument("chemins", nargs=-1, metavar="FICHIER…", type=click.Path(path_type=Path))
@click.option("--bref", is_flag=True, help="Une ligne par fichier valide, sans ce que verra le candidat.")
def check(chemins: tuple[Path, ...], bref: bool) -> None:
    """Contrôle des modèles, des familles ou des dossiers entiers, sans rien publier.

    Chaque erreur s'écrit « fichier:ligne:colonne: message ». Un modèle valide est raconté tel que le
    candidat le verra, puis ses scénarios sont joués. Sans FICHIER : tout ce qui est installé, et
    exam_templates/ s'il est là.
    """
    try:
        familles = familles_installees(plugin_manager.charger())
    except PluginInvalide as refus:
        raise click.ClickException(str(refus)) from refus
    controle = Controle(familles, bref or len(chemins) != 1 or chemins[0].is_dir())
    for chemin in chemins or _tout(familles):
        controle.controler(chemin)
    raise SystemExit(1 if controle.erreurs else 0)


def _tout(familles: Familles) -> list[Path]:
    modeles = Path("exam_templates")
    return [*familles.dossiers.values(), *([modeles] if modeles.is_dir() else [])]


@dataclass(slots=True)
class Controle:
    """Checks files one after the other; the same mistake of a shared family is said once."""

    familles: Familles
    bref: bool
    erreurs: int = 0
    _dites: set[str] = field(default_factory=set)
    _vues: set[Path] = field(default_factory=set)

    def controler(self, chemin: Path) -> None:
        """Check a file, or all that a folder holds."""
        try:
            if chemin.is_dir():
                self._dossier(chemin)
            elif (famille := dossier_de_famille(chemin)) is not None:
                self._famille(famille)
            else:
                self._modele(lire_fichier(chemin))
        except FichierIllisible as illisible:
            self._dire_erreur(str(illisible))

    def _dossier(self, dossier: Path) -> None:
        fichiers = fichiers_yaml(dossier)
        if not fichiers:
            self._dire_erreur(f"{nom_relatif(dossier)} : ce dossier ne contient aucun fichier YAML.")
        for fichier in fichiers:
            self.controler(fichier)

    def _famille(self, dossier: Path) -> None:
        if dossier.resolve() in self._vues:
            return
        self._vues.add(dossier.resolve())
        famille = lire_dossier(dossier)
        nom = nom_relatif(dossier / FAMILLE)
        if self._rapporter(essayer_famille(famille, referentiel())):
            click.echo(f"{nom} : valide. {_resume_famille(famille)}")

    def _modele(self, fichier: Fichier) -> None:
        tete = entete(fichier)
        code, slug = tete.get("famille", ""), slug_de(fichier, tete)
        if code not in self.familles.dossiers:
            self._rapporter(refuser_famille(fichier, self.familles.dossiers))
            return
        compilation = compiler_modele(self.familles.lire(code), fichier, slug or "", referentiel())
        modele = compilation.modele
        if not self._rapporter(compilation.rapport) or modele is None:
            return
        scenarios = jouer_tous(compilation, referentiel())
        rates = sum(not scenario.reussi for scenario in scenarios)
        click.echo(f"{fichier.nom} : valide. {_resume_scenarios(len(scenarios), rates)}")
        if not self.bref:
            click.echo()
            for ligne in Apercu(modele).lignes():
                click.echo(ligne)
            click.echo("\nScénarios" if scenarios else "\nScénarios : aucun")
        for scenario in scenarios:
            if not self.bref or not scenario.reussi:
                click.echo(f"  {'réussi' if scenario.reussi else 'RATÉ  '}  {scenario.nom}")
            for diagnostic in scenario.diagnostics:
                self._dire_erreur(str(diagnostic))

    def _rapporter(self, rapport: Rapport) -> bool:
        """Print a report; return True when it holds no error."""
        for diagnostic in rapport:
            phrase = str(diagnostic)
            if phrase not in self._dites:
                self._dites.add(phrase)
                click.echo(phrase)
        self.erreurs += len(rapport.erreurs)
        return not rapport.erreurs

    def _dire_erreur(self, phrase: str) -> None:
        click.echo(phrase)
        self.erreurs += 1


def dossier_de_famille(chemin: Path) -> Path | None:
    """Return the folder of the family that a file belongs to, None for a modèle."""
    if chemin.name == FAMILLE:
        return chemin.parent
    if chemin.parent.name == SPECIALITES and (chemin.parent.parent / FAMILLE).is_file():
        return chemin.parent.parent
    return None


def _resume_famille(famille: FamilleLue) -> str:
    from portal.domain.langage.arbre import Table

    specialites = famille.arbre.get("specialites")
    combien = len(specialites.entrees) if isinstance(specialites, Table) else 0
    return (
        f"{pluriel(combien, 'spécialité')}." if combien else "Les spécialités sont écrites par les modèles."
    )


def _resume_scenarios(combien: int, rates: int) -> str:
    if not combien:
        return "Aucun scénario."
    if rates:
        return f"{pluriel(rates, 'scénario raté', 'scénarios ratés')} sur {combien}."
    return f"{pluriel(combien, 'scénario réussi', 'scénarios réussis')}."
