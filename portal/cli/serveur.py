"""Commands that run: the web server and the worker, in one process tree."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from flask import Flask

from portal.cli.contexte import application
from portal.cli.session_demonstration import preparer_les_candidatures
from portal.db import db
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.plugin_manager import PluginInvalide, apports
from portal.services.demonstration import preparer_comptes
from portal.services.demonstration_modeles import publier_copies
from portal.services.familles import familles_installees
from portal.services.portail import Portail
from portal.services.publication_dossier import publier_dossier

PAUSE_S = 0.5
REPRISE_S = 5


@click.command()
@click.option("--processes", default=2, show_default=True, help="Nombre de processus web.")
@click.option("--threads", default=4, show_default=True, help="Nombre de fils par processus.")
@click.option(
    "--candidatures/--sans-candidatures",
    default=True,
    help="En démonstration, prépare des centaines de candidatures la première fois.",
)
def serve(processes: int, threads: int, candidatures: bool) -> None:
    """Met la base à jour, publie ce qui est nouveau, puis sert le portail sur HOST:PORT."""
    app = application()
    preparer(app, candidatures)
    if candidatures:
        preparer_les_candidatures(app)
    hote, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "5000")
    web = [
        *(sys.executable, "-m", "gunicorn", "portal.app:create_app()"),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)),
        *("--bind", f"{hote}:{port}", "--no-control-socket"),
        *("--access-logfile", "-", "--logger-class", "portal.adapters.journal_http.JournalHttp"),
        # Else a reader's own header SCRIPT_NAME, passed on by a proxy, rewrites every address of the page.
        *("--forwarder-headers", ""),
    ]
    ouvrier = [sys.executable, "-m", "portal", "worker"]
    raise SystemExit(Surveillant(web, ouvrier).veiller())


@click.command()
def worker() -> None:
    """Envoie les courriels et produit les documents, jusqu'à ce qu'on l'arrête."""
    from portal.worker import consommer

    consommer(application())


def preparer(app: Flask, candidatures: bool = False) -> None:
    """Bring the database, what is published and the demonstration up to date, before any process serves.

    In: whether the demonstrations of plugins make candidatures.
    """
    portail: Portail = app.extensions["portail"]
    with app.app_context():
        try:
            migrer(db.engine, migrations_des_plugins(portail.extensions))
            publier_ce_qui_est_nouveau(portail)
            if portail.config.mode == "demonstration":
                annoncer_la_demonstration(portail, candidatures)
        except PluginInvalide as refus:
            raise click.ClickException(str(refus)) from refus


def annoncer_la_demonstration(portail: Portail, candidatures: bool = False) -> None:
    """Make the demonstration accounts if needed, those of plugins too, and print how to enter.

    Raises PluginInvalide.
    """
    comptes = preparer_comptes(portail)
    des_plugins = apports(
        portail.extensions, "portal_demonstration", tuple, portail=portail, candidatures=candidatures
    )
    comptes += [lu for _, lu in des_plugins]
    largeur = max(len(courriel) for _, courriel, _ in comptes)
    click.echo(f"\nPortail de démonstration : {portail.config.base_url}")
    click.echo(f"Courriels envoyés par le portail : {portail.config.base_url}/demonstration/courriels")
    click.echo(f"Codes du téléphone du personnel : {portail.config.base_url}/demonstration/codes\n")
    for profil, courriel, mot_de_passe in comptes:
        click.echo(f"  {profil:<15} {courriel:<{largeur}}  {mot_de_passe}")
    click.echo("")
    sys.stdout.flush()


def publier_ce_qui_est_nouveau(portail: Portail) -> None:
    """Publish what changed in exam_templates/; in a demonstration, also open copies of all."""
    dossier, demonstration = portail.config.exam_templates, portail.config.mode == "demonstration"
    if dossier is None or not dossier.is_dir():
        return
    familles = familles_installees(portail.extensions)
    publier_dossier(portail, dossier, familles, meme_sens=demonstration)
    if demonstration:
        publier_copies(portail, dossier, familles)


class Surveillant:
    """Runs the web server and the worker: starts a dead worker again, stops when the web server stops."""

    def __init__(self, web: list[str], ouvrier: list[str]) -> None:
        self._commande_ouvrier = ouvrier
        self._fin = False
        for signe in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signe, self._demander_la_fin)
        self._web = subprocess.Popen(web)  # noqa: S603 — our own fixed command
        self._ouvrier = self._lancer_ouvrier()

    def veiller(self) -> int:
        """Wait until the web server ends or a signal comes; return the exit code."""
        while not self._fin and self._web.poll() is None:
            if self._ouvrier.poll() is not None:
                time.sleep(REPRISE_S)
                self._ouvrier = self._lancer_ouvrier()
            time.sleep(PAUSE_S)
        for processus in (self._web, self._ouvrier):
            if processus.poll() is None:
                processus.terminate()
        codes = [processus.wait() for processus in (self._web, self._ouvrier)]
        return 0 if self._fin else codes[0] or 1

    def _lancer_ouvrier(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._commande_ouvrier)  # noqa: S603 — our own fixed command

    def _demander_la_fin(self, _signe: int, _cadre: FrameType | None) -> None:
        self._fin = True
