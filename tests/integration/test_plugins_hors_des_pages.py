"""What plugins add to commands, to the worker and to the demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from portal import plugin_manager
from portal.app import create_app
from portal.cli import main
from portal.cli.contexte import portail_ouvert
from portal.cli.serveur import annoncer_la_demonstration
from portal.config import Config
from portal.db import db, ecriture
from portal.plugin_manager import PluginInvalide
from portal.services import document
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables import Tache
from portal.worker import balayer, travailler
from tests.extensions import avec, essai


def lancer(*mots: str, familles: str, **reglages: str) -> Result:
    return CliRunner().invoke(main, list(mots), env={"PORTAL_FAMILLES": familles, **reglages})


def commande(nom: str) -> click.Command:
    @click.command(nom)
    def faire() -> None:
        """Fait une chose."""
        with portail_ouvert() as portail:
            click.echo(f"mode {portail.config.mode}")

    return faire


def test_une_commande_de_plugin_se_liste_et_se_lance(base: str, tmp_path: Path) -> None:
    nom = essai("essai_commandes", portal_commandes=lambda: [commande("essayer")])
    aide = lancer("--help", familles=nom)
    assert "essayer" in aide.output
    assert "Fait une chose." in aide.output
    fait = lancer(
        "essayer", familles=nom, PORTAL_MODE="demonstration", PORTAL_DATA_DIR=str(tmp_path),
        PORTAL_DATABASE_URL=base,
    )  # fmt: skip
    assert (fait.exit_code, fait.output) == (0, "mode demonstration\n")


@pytest.mark.parametrize(
    "familles", ["plugins.absent", essai("essai_pris", portal_commandes=lambda: [commande("serve")])]
)
def test_l_aide_se_lit_encore_quand_un_plugin_est_casse(familles: str) -> None:
    aide = lancer("--help", familles=familles)
    assert aide.exit_code == 0
    assert "migrate" in aide.output
    assert "Extensions non chargées" in aide.output
    assert f"plugin {familles}" in " ".join(aide.output.split())
    inconnue = lancer("inconnue", familles=familles)
    assert inconnue.exit_code == 1
    assert f"plugin {familles}" in inconnue.output
    assert lancer("migrate", "--help", familles=familles).exit_code == 0


def test_sans_plugin_l_aide_est_celle_du_coeur() -> None:
    aide = lancer("--help", familles="plugins.cap")
    assert "Extensions non chargées" not in aide.output
    assert lancer("inconnue", familles="plugins.cap").exit_code == 2


def test_un_plugin_fait_ses_taches(portail: Portail) -> None:
    faits: list[Mapping[str, Any]] = []
    ouvert = avec(portail, essai(portal_travaux=lambda: {"essai": lambda _, charge: faits.append(charge)}))
    with ecriture():
        deposer_tache(ouvert, "essai", {"id": 7}, "essai:7")
    assert travailler(ouvert) == 1
    assert faits == [{"id": 7}]
    assert db.session.query(Tache).one().etat == "faite"


def test_un_genre_de_tache_deja_pris_arrete_le_demarrage(config: Config) -> None:
    nom = essai(portal_travaux=lambda: {document.TACHE: document.travail})
    with pytest.raises(PluginInvalide, match="plugin essai: there is a kind of job"):
        create_app(config, extensions=plugin_manager.charger([nom]))


def test_le_balayage_d_un_plugin_se_fait_et_compte(portail: Portail) -> None:
    vus: list[Portail] = []

    def portal_balayage(portail: Portail) -> int:
        vus.append(portail)
        with ecriture():
            deposer_tache(portail, "essai", {}, f"essai:{len(vus)}")
        return 2

    ouvert = avec(
        portail, essai(portal_balayage=portal_balayage, portal_travaux=lambda: {"essai": lambda *_: None})
    )
    assert balayer(ouvert) == 3
    assert vus == [ouvert]


def test_un_balayage_qui_echoue_n_arrete_ni_les_autres_ni_les_taches(
    portail: Portail, caplog: pytest.LogCaptureFixture
) -> None:
    noms = [
        essai("essai_a", portal_balayage=lambda portail: 1 // 0),
        essai(
            "essai_b", portal_balayage=lambda portail: 4, portal_travaux=lambda: {"essai": lambda *_: None}
        ),
    ]
    with ecriture():
        deposer_tache(portail, "essai", {}, "essai")
    assert balayer(avec(portail, *noms)) == 5
    assert "the sweep of the plugin essai_a failed" in caplog.text


def test_un_plugin_prepare_sa_demonstration_et_dit_comment_entrer(
    portail: Portail, capsys: pytest.CaptureFixture[str]
) -> None:
    comptes = [("centre", "centre@example.org", "Cerisier.vole.2027")]
    annoncer_la_demonstration(avec(portail, essai(portal_demonstration=lambda portail: comptes)))
    sortie = capsys.readouterr().out
    assert "  centre          centre@example.org" in sortie
    assert sortie.index("jean.talu@example.org") < sortie.index("centre@example.org")


def test_une_demonstration_qui_echoue_est_nommee(portail: Portail) -> None:
    with pytest.raises(PluginInvalide, match="plugin essai: portal_demonstration: ZeroDivisionError"):
        annoncer_la_demonstration(avec(portail, essai(portal_demonstration=lambda portail: 1 // 0)))
