"""What the number of published modèles costs: to start, in memory, and in each request."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from bench.chronometre import millisecondes
from bench.demandes import actions, attendre
from bench.etabli import installer, portail_ouvert
from bench.rapport import Ligne
from bench.reponses import CS
from portal.db import db, ecriture
from portal.services.modeles import COMPILES_AU_PLUS, PUBLICATIONS
from portal.tables import Compteur, VersionModele

NOMBRES = (10, 100, 1000)
BRUIT = 1.2
PRET_S, PRET_MO = 3.0, 150.0


def mesurer() -> Iterator[Ligne]:
    """Measure each number of modèles, then the requests of the most beside those of the fewest."""
    couts: dict[int, tuple[float, ...]] = {}
    for nombre in NOMBRES:
        with TemporaryDirectory() as nom:
            dossier = Path(nom)
            app = portail_ouvert(dossier)
            multiplier(app, nombre)
            if nombre in (NOMBRES[0], NOMBRES[-1]):
                couts[nombre] = _demandes(app)
            with app.app_context():
                db.engine.dispose()
            yield from _demarrage(dossier, nombre)
    for rang, quoi in enumerate(("GET /", "GET /services", "GET onglet", "POST onglet")):
        peu, beaucoup = couts[NOMBRES[0]][rang], couts[NOMBRES[-1]][rang]
        yield Ligne(
            f"{quoi}, {NOMBRES[-1]} modèles au lieu de {NOMBRES[0]}",
            f"{beaucoup:.2f} ms", f"{peu:.2f} ms", beaucoup / peu, BRUIT,
        )  # fmt: skip


def multiplier(app: Flask, nombre: int) -> None:
    """Publish copies of the published modèles under other names until there are `nombre`."""
    with app.app_context():
        lignes = db.session.execute(
            select(VersionModele.__table__).where(VersionModele.courant)  # type: ignore[arg-type]
        )
        originaux = [dict(ligne) for ligne in lignes.mappings()]
        copies = [_copie(originaux[rang % len(originaux)], rang) for rang in range(nombre - len(originaux))]
        with ecriture() as transaction:
            transaction.execute(insert(VersionModele), copies)
            transaction.execute(
                update(Compteur).where(Compteur.cle == PUBLICATIONS).values(n=Compteur.n + nombre)
            )


def _copie(original: dict[str, Any], rang: int) -> dict[str, Any]:
    resume = {**original["resume"], "intitule": f"{original['resume']['intitule']} {rang // 40}"}
    copie = {**original, "slug": f"{original['slug']}-{rang}", "resume": resume}
    del copie["id"]
    return copie


def _demandes(app: Flask) -> tuple[float, ...]:
    public = app.test_client()
    poste = installer(app, CS.slug, CS.onglet, CS.reponses)
    lire, envoyer, _ = actions(poste, CS)
    return millisecondes(
        lambda: attendre(public.get("/"), 200), lambda: attendre(public.get("/services"), 200), lire, envoyer
    )


def _demarrage(dossier: Path, nombre: int) -> Iterator[Ligne]:
    commande = [sys.executable, "-m", "bench.demarrage", str(dossier)]
    lu = json.loads(subprocess.run(commande, check=True, capture_output=True, text=True).stdout)
    but_s, but_mo = (PRET_S, PRET_MO) if nombre == NOMBRES[-1] else (None, None)
    yield Ligne(f"{nombre} modèles prêts", f"{lu['pret_s']:.2f} s", "", lu["pret_s"], but_s, "s")
    yield Ligne(
        f"{nombre} modèles prêts, mémoire", f"{lu['pret_mo']:.0f} Mo", "", lu["pret_mo"], but_mo, "Mo"
    )
    yield Ligne(
        f"{nombre} modèles, {min(nombre, COMPILES_AU_PLUS)} compilés, mémoire",
        f"{lu['plein_mo']:.0f} Mo", "", lu["plein_mo"], but_mo, "Mo",
    )  # fmt: skip
