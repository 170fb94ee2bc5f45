"""What was measured, in the terminal and in docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FICHIER = Path(__file__).parents[1] / "docs" / "performance.md"
TETE = """# Speed, measured

Written by `make bench`: do not edit. {coeurs} cores, Python {python}. CPU time, user and system, of the
process that serves; the best of several series, since noise only adds. Requests go through Flask's test
client, in the same process as their floor: a bare Flask page with as many inputs, which reads one row and,
by POST, updates it and redirects, with the same Flask, Jinja, SQLAlchemy, SQLite and durability
(`bench/plancher.py`). The floor has no login, no CSRF token and no exam. « 1 000 modèles » are copies of the
shipped ones under other names.

« 200 … à la fois » goes over 127.0.0.1 to two processes of four threads, from as many clients on the same
cores; its floor is a bare Flask page that writes the same rows of the same database, served the same way
(`bench/plancher_centres.py`). Its processor time is that of the web processes, without PostgreSQL's; its
waits go by the clock of the wall, on a machine that others used too: they say that everybody is answered,
and by what order of time. Between the floor and the portal stand the login, every règle read again under the
lock, the words of the mails, and for who finds no place the page that says so. « 500 centres au lieu de 5 »
has 100 000 requests instead of 1 000, 200 a centre.

"""
FIN_DE_TETE = "|---|---:|---:|---:|---:|---|\n"
TETE += f"| Measure | Result | Beside | Ratio | Aim | |\n{FIN_DE_TETE}"


@dataclass(frozen=True)
class Ligne:
    """One measure. `temoin` is what it is compared with; `valeur` must not exceed `but`, if any."""

    nom: str
    mesure: str
    temoin: str = ""
    valeur: float | None = None
    but: float | None = None
    unite: str = "×"

    @property
    def verdict(self) -> str:
        if self.but is None or self.valeur is None:
            return ""
        return "tenu" if self.valeur <= self.but else "manqué"

    def cases(self) -> tuple[str, ...]:
        rapport = "" if self.valeur is None or self.unite != "×" else f"×{self.valeur:.2f}"
        but = "" if self.but is None else f"≤ {self.unite}{self.but:g}".replace("≤ ms", "≤ ")
        if self.but is not None and self.unite != "×":
            but = f"≤ {self.but:g} {self.unite}"
        return self.nom, self.mesure, self.temoin, rapport, but, self.verdict


def imprimer(ligne: Ligne) -> None:
    """Print one measure."""
    nom, *reste = ligne.cases()
    print(f"{nom:<58}" + "".join(f"{case:>14}" for case in reste), flush=True)


def ecrire(lignes: Sequence[Ligne]) -> None:
    """Write docs/performance.md."""
    _ecrire({ligne.nom: _rangee(ligne) for ligne in lignes})


def completer(lignes: Sequence[Ligne]) -> None:
    """Write these rows over those of the same name, or after the others, and leave the rest as it is."""
    _, _, table = FICHIER.read_text().partition(FIN_DE_TETE)
    rangees = {rangee.split(" | ")[0].removeprefix("| "): rangee for rangee in table.splitlines()}
    _ecrire(rangees | {ligne.nom: _rangee(ligne) for ligne in lignes})


def _ecrire(rangees: Mapping[str, str]) -> None:
    tete = TETE.format(coeurs=os.cpu_count(), python=platform.python_version())
    FICHIER.write_text(tete + "".join(f"{rangee}\n" for rangee in rangees.values()))


def _rangee(ligne: Ligne) -> str:
    return f"| {' | '.join(ligne.cases())} |"
