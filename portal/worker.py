"""The worker: sends mail, draws PDF, cleans up. Huey only wakes it; what is to be done is in the database."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from flask import Flask
from huey import Huey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from pluggy import PluginManager

from portal.config import Config
from portal.db import db
from portal.plugin_manager import PluginInvalide, appels
from portal.services import (
    apercu,
    avis_de_prolongation,
    compte,
    courriel,
    document,
    echeance,
    examen_antivirus,
    export,
    export_fichier,
    menage,
    menage_fichiers,
    operation,
    preparation,
    rappel,
    suite,
    suites_decision,
    tache,
)
from portal.services.portail import Portail
from portal.services.tache import Travail

journal = logging.getLogger(__name__)

# What each kind of job does.
TRAVAUX: Mapping[str, Travail] = {
    document.TACHE: document.travail,
    operation.TACHE: operation.travail,
    rappel.TACHE: rappel.travail,
    suite.TACHE: suite.travail,
    suites_decision.TACHE: suites_decision.travail,
    apercu.TACHE: apercu.travail,
    examen_antivirus.TACHE: examen_antivirus.travail,
    export.TACHE: export_fichier.travail,
    avis_de_prolongation.TACHE: avis_de_prolongation.travail,
}


def travaux_de(extensions: PluginManager) -> Mapping[str, Travail]:
    """Return what each kind of job does, those of plugins too. Raises PluginInvalide for a kind twice."""
    tous = dict(TRAVAUX)
    for nom, appel in appels(extensions, "portal_travaux"):
        for genre, travail in appel().items():
            if genre in tous:
                raise PluginInvalide(f"plugin {nom}: there is a kind of job {genre} already")
            tous[genre] = travail
    return tous


def travailler(portail: Portail, travaux: Mapping[str, Travail] | None = None) -> int:
    """Do all that waits: mails first, then jobs (default: of every kind). Return how many were done."""
    fait, connus = 0, travaux_de(portail.extensions) if travaux is None else travaux
    while courriel.envoyer_prochain(portail) or tache.executer_prochaine(portail, connus):
        fait += 1
    return fait


def balayer(portail: Portail) -> int:
    """Take the transitions that are due, let plugins do what is due, then do all that waits; count it."""
    return echeance.franchir_les_echues(portail) + _balayer_les_plugins(portail) + travailler(portail)


def _balayer_les_plugins(portail: Portail) -> int:
    """One that fails stops neither the others nor the mails: it is asked again in a minute."""
    fait = 0
    for nom, appel in appels(portail.extensions, "portal_balayage"):
        try:
            fait += appel(portail=portail) or 0
        except Exception:
            db.session.rollback()
            journal.exception("the sweep of the plugin %s failed", nom)
    return fait


def ranger(portail: Portail) -> None:
    """Ask for the reminders of the hour, and erase what has no reason to be kept any longer."""
    journal.info("%s jobs of reminders were asked for", rappel.programmer_les_rappels(portail))
    effaces = compte.purger_comptes_non_actives(portail)
    journal.info("%s accounts never activated were erased", effaces)
    restes = menage.ranger(portail)
    journal.info("%s connexions, links and counters were erased", restes)
    journal.info("%s files were erased", menage_fichiers.ranger_les_fichiers(portail))
    journal.info("%s inscriptions of a next session were opened", suite.relancer(portail))
    journal.info("%s files wait for the antivirus", examen_antivirus.relancer(portail))
    journal.info("%s files that never came whole were deleted", preparation.balayer(portail))


def reveil(config: Config) -> Callable[[], None]:
    """Return the function that tells the worker, from any process, that there is something to do."""

    @cache
    def file() -> Huey:
        return ouvrir_file(config)

    def sonner() -> None:
        file().travailler()

    return sonner


def consommer(app: Flask) -> None:
    """Work until SIGINT or SIGTERM: at once when woken up, and once a minute for what was forgotten.

    One thread: PDF are drawn one at a time in a process anyway. Several workers may run side by side.
    """
    portail: Portail = app.extensions["portail"]
    file = ouvrir_file(
        portail.config, lambda: _dans(app, balayer), lambda: _dans(app, ranger), relire_la_nuit
    )
    consommateur = file.create_consumer(workers=1, initial_delay=0.1, max_delay=1.0, graceful_signal="TERM")
    file.travailler()
    consommateur.run()


def ouvrir_file(
    config: Config,
    travail: Callable[[], Any] | None = None,
    rangement: Callable[[], Any] | None = None,
    relecture: Callable[[], Any] | None = None,
) -> Huey:
    """Open the queue of wake-up calls; only the worker gives what to do on one.

    Signed, so that writing to the file is not running code. Not WAL: the file is opened with the SQLite
    of Python, whatever its version.
    """
    huey = SqliteHuey(
        name="portail",
        filename=str(config.file_reveil),
        journal_mode="truncate",
        timeout=15,
        results=False,
        serializer=SignedSerializer(secret=config.secret_key, salt="reveil"),
    )
    huey.travailler = huey.task(name="travailler")(travail or _personne)
    huey.periodic_task(crontab(), name="balayer")(travail or _personne)
    huey.periodic_task(crontab(minute="7"), name="ranger")(rangement or _personne)
    huey.periodic_task(crontab(hour="3", minute="21"), name="relire")(relecture or _personne)
    return huey


def relire_la_nuit() -> None:
    """Start `portal reconcilier` beside the worker, which goes on: every stored file is read to the end.

    Its report goes where the worker writes; the outcome is in the journal of the portal.
    """
    subprocess.Popen([sys.executable, "-m", "portal", "reconcilier"])


def _dans(app: Flask, action: Callable[[Portail], Any]) -> None:
    with app.app_context():
        action(app.extensions["portail"])
        db.session.rollback()


def _personne() -> None:
    """Stand for the work in the processes that only ring."""
