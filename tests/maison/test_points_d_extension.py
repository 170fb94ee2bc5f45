"""Hooks: each is explained, in docs/hooks.md too, and used by a plugin that we ship."""

import inspect
import re
from pathlib import Path

import pluggy
import pytest

from portal import hookspecs, plugin_manager
from portal.plugin_manager import PluginInvalide
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
def test_un_point_d_extension_sert_vraiment(nom: str, extensions: pluggy.PluginManager) -> None:
    assert getattr(extensions.hook, nom).get_hookimpls()


def test_chaque_famille_livree_est_declaree(extensions: pluggy.PluginManager) -> None:
    chemins = [
        chemin.relative_to(RACINE / "plugins") for chemin in (RACINE / "plugins").rglob("famille.yaml")
    ]
    assert chemins
    familles = {chemin.parent.name for chemin in chemins}
    assert {dossier.name for dossier in plugin_manager.dossiers_familles(extensions)} == familles
    assert {nom for nom, _ in extensions.list_name_plugin()} == {chemin.parts[0] for chemin in chemins}


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
    with pytest.raises(PluginInvalide, match="two plugins"):
        plugin_manager.dossiers_familles(charge)


def test_un_plugin_qui_echoue_est_nomme_avec_sa_raison() -> None:
    with pytest.raises(PluginInvalide, match=r"plugins\.absent.*No module named"):
        plugin_manager.charger(["plugins.absent"])


def test_une_fonction_sans_marque_est_une_erreur() -> None:
    with pytest.raises(PluginInvalide, match="portal_familles has no @hookimpl"):
        plugin_manager.charger([plugin("essai_sans_marque", portal_familles=lambda: [Path()])])


def test_un_point_qui_n_existe_pas_est_une_erreur() -> None:
    with pytest.raises(PluginInvalide, match="portal_inconnu"):
        plugin_manager.charger([plugin("essai_inconnu", portal_inconnu=marque(lambda: None))])


def test_les_plugins_d_une_application_ne_sont_pas_ceux_d_une_autre() -> None:
    plugin_manager.charger([plugin("essai_seul", portal_familles=marque(lambda: []))])
    assert plugin_manager.charger([]).list_name_plugin() == []
