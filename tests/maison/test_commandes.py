"""The command line: every command says in French what it does."""

import click
import pytest
from click.testing import CliRunner

from portal.cli import COMMANDES, main

ESSENTIELLES = {"serve", "worker", "migrate", "failures", "plugins"}


def test_les_commandes_attendues_existent() -> None:
    assert ESSENTIELLES <= set(main.commands)


@pytest.mark.parametrize("commande", COMMANDES, ids=lambda commande: commande.name)
def test_chaque_commande_a_une_aide(commande: click.Command) -> None:
    assert commande.help
    assert commande.help.strip().endswith(".")
    options = [option for option in commande.params if isinstance(option, click.Option)]
    assert not [option.name for option in options if not option.help]
    fait = CliRunner().invoke(main, [str(commande.name), "--help"])
    assert fait.exit_code == 0
    assert commande.help.split()[0] in fait.output
