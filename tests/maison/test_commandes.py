"""The command line: every command says in French what it does."""

import click
import pluggy
import pytest
from click.testing import CliRunner

from portal.cli import COMMANDES, main
from portal.plugin_manager import apports

ESSENTIELLES = {"serve", "worker", "migrate", "failures", "plugins"}


def test_les_commandes_attendues_existent() -> None:
    assert ESSENTIELLES <= set(main.commands)


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda commande: commande.name)
def test_chaque_commande_a_une_aide(commande: click.Command) -> None:
    exiger_une_aide(commande)


def test_chaque_commande_d_un_plugin_a_une_aide(extensions: pluggy.PluginManager) -> None:
    for _, commande in apports(extensions, "portal_commandes", click.Command):
        exiger_une_aide(commande)


def exiger_une_aide(commande: click.Command) -> None:
    assert commande.help
    assert commande.help.strip().endswith(".")
    options = [option for option in commande.params if isinstance(option, click.Option)]
    assert not [option.name for option in options if not option.help]
    fait = CliRunner().invoke(main, [str(commande.name), "--help"])
    assert fait.exit_code == 0
    assert commande.help.split()[0] in fait.output
