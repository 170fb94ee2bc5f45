"""Hooks: each is explained, in docs/hooks.md too, and used by a plugin that we ship."""

import inspect
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pluggy
import pytest

from portal import hookspecs, plugin_manager
from portal.plugin_manager import GROUPE, PluginInvalide
from tests.extensions import marque, plugin

RACINE = Path(__file__).parents[2]
POINTS = {nom: f for nom, f in vars(hookspecs).items() if nom.startswith("portal_")}
DOCUMENT = (RACINE / "docs/hooks.md").read_text()


@pytest.mark.parametrize("nom", POINTS)
def test_un_point_d_extension_est_explique(nom: str) -> None:
    texte = inspect.getdoc(POINTS[nom]) or ""
    for partie in ("When:", "Arguments:", "Return:", "Example::"):
        assert partie in texte


@pytest.mark.parametrize("nom", POINTS)
def test_le_document_donne_la_signature_exacte(nom: str) -> None:
    signature = str(inspect.signature(POINTS[nom])).replace("'", "")
    assert f"## `{nom}{signature}`" in DOCUMENT


def test_le_document_ne_parle_que_de_ce_qui_existe() -> None:
    assert set(re.findall(r"^## `(portal_\w+)", DOCUMENT, re.MULTILINE)) == set(POINTS)


@pytest.mark.parametrize("nom", POINTS)
def test_un_point_d_extension_sert_vraiment(nom: str) -> None:
    """By a plugin that we ship, installed or not."""
    sources = [module.read_text() for module in (RACINE / "plugins").glob("*/__init__.py")]
    assert any(f"@hookimpl\ndef {nom}(" in source for source in sources)


def test_chaque_famille_livree_est_declaree(extensions: pluggy.PluginManager) -> None:
    chemins = [
        chemin.relative_to(RACINE / "plugins") for chemin in (RACINE / "plugins").rglob("famille.yaml")
    ]
    assert chemins
    declares = tomllib.loads((RACINE / "pyproject.toml").read_text())["project"]["entry-points"][GROUPE]
    # Certif-UP may be taken away by its line alone: the core is tested the same without it.
    assert {chemin.parts[0] for chemin in chemins} - {"certif_up"} <= set(declares)
    assert set(declares) <= {chemin.parts[0] for chemin in chemins}
    installes = {nom for nom, _ in extensions.list_name_plugin()}
    familles = {dossier.name for dossier in plugin_manager.dossiers_familles(extensions)}
    assert familles == {chemin.parent.name for chemin in chemins if chemin.parts[0] in installes}


def test_portal_familles(tmp_path: Path) -> None:
    (tmp_path / "essai").mkdir()
    (tmp_path / "essai" / "famille.yaml").write_text("famille: essai")
    charge = plugin_manager.charger(
        [plugin("essai_familles", portal_familles=marque(lambda: [tmp_path / "essai"]))]
    )
    assert plugin_manager.dossiers_familles(charge) == (tmp_path / "essai",)


def test_une_famille_sans_yaml_arrete_le_demarrage(tmp_path: Path) -> None:
    charge = plugin_manager.charger([plugin("essai_vide", portal_familles=marque(lambda: [tmp_path]))])
    with pytest.raises(PluginInvalide, match="famille.yaml"):
        plugin_manager.dossiers_familles(charge)


def test_une_famille_donnee_deux_fois_arrete_le_demarrage(tmp_path: Path) -> None:
    (tmp_path / "famille.yaml").write_text("famille: essai")
    charge = plugin_manager.charger(
        [plugin("essai_double", portal_familles=marque(lambda: [tmp_path, tmp_path]))]
    )
    with pytest.raises(PluginInvalide, match="two plugins .*: essai_double, essai_double"):
        plugin_manager.dossiers_familles(charge)


def test_un_plugin_qui_echoue_est_nomme_avec_sa_raison() -> None:
    with pytest.raises(PluginInvalide, match=r"plugins\.absent.*No module named"):
        plugin_manager.charger(["plugins.absent"])


@pytest.mark.parametrize("contenu", ["raise RuntimeError('boum')", "import sys; sys.exit(3)", "def f(:"])
def test_un_module_qui_ne_s_importe_pas_est_nomme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contenu: str
) -> None:
    (tmp_path / "essai_casse.py").write_text(contenu)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginInvalide, match="plugin essai_casse"):
        plugin_manager.charger(["essai_casse"])


@pytest.mark.parametrize("echec", [lambda: [1 / 0], lambda: ["pas un dossier"], lambda: [Path("/absent")]])
def test_un_plugin_dont_les_familles_sont_fausses_est_nomme(echec: Callable[[], object]) -> None:
    charge = plugin_manager.charger([plugin("essai_faux", portal_familles=marque(echec))])
    with pytest.raises(PluginInvalide, match="plugin essai_faux: "):
        plugin_manager.dossiers_familles(charge)


def test_une_fonction_sans_marque_est_une_erreur() -> None:
    with pytest.raises(PluginInvalide, match="portal_familles has no @hookimpl"):
        plugin_manager.charger([plugin("essai_sans_marque", portal_familles=lambda: [Path()])])


def test_un_point_qui_n_existe_pas_est_une_erreur() -> None:
    with pytest.raises(PluginInvalide, match="portal_inconnu"):
        plugin_manager.charger([plugin("essai_inconnu", portal_inconnu=marque(lambda: None))])


def test_les_plugins_d_une_application_ne_sont_pas_ceux_d_une_autre() -> None:
    plugin_manager.charger([plugin("essai_seul", portal_familles=marque(lambda: []))])
    assert plugin_manager.charger([]).list_name_plugin() == []
