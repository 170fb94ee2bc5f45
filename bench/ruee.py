"""Two hundred « Soumettre » at once, then two hundred « Pré-valider » for ten places, beside their floor.

Sent to a gunicorn of two processes of four threads, as `portal serve` starts it, over 127.0.0.1. The floor
(`bench/plancher_centres.py`) is served the same way on the same database. The clients are threads of this
process, on the same machine. `python -m bench.ruee` runs it alone.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select

from bench.bases import POSTGRESQL, SQLITE, base
from bench.rapport import Ligne, imprimer
from portal.db import db, ecriture
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte
from tests import fabriques
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT
from tests.copies import colonnes
from tests.integration.processus.web_d_essai import ouvrir
from tests.parcours import remplir
from tests.serveur import Navigateur, Recu, Serveur, ensemble, navigateur

NOMBRE, PLACES, MEMBRES = 200, 10, 4
A_VIDE = 16  # sent before: what the first ones read and compile is not counted
FAITES = (303, 409)  # done, or no place is left
PORTAIL, PLANCHER = "portail", "plancher"
CODES = {PORTAIL: "C02A", PLANCHER: "C02B"}  # one centre each, on the same database
SERVIS = {
    PORTAIL: "tests.integration.processus.web_d_essai:application()",
    PLANCHER: "bench.plancher_centres:application()",
}
ADRESSES = {
    PORTAIL: ("/inscriptions/{}/enregistrer", "/certif-up/centre/demandes/{}/transitions/prevalider"),
    PLANCHER: ("/soumettre/{}", "/prevalider/{}"),
}
TIC = os.sysconf("SC_CLK_TCK")
Envoi = Callable[[int], Recu]  # to a port


@dataclass(frozen=True)
class Ruee:
    """What it took: seconds each waited, seconds in all, milliseconds of processor for one, errors."""

    attentes: tuple[float, ...]
    duree: float
    processeur: float
    erreurs: int

    def dire(self) -> str:
        centiles = statistics.quantiles(self.attentes, n=100)
        p50, p95, p99 = (f"{centiles[rang - 1]:.2f}" for rang in (50, 95, 99))
        combien = "aucune erreur" if not self.erreurs else f"{self.erreurs} erreurs"
        return f"{len(self.attentes) / self.duree:.0f}/s, p50 {p50} s, p95 {p95} s, p99 {p99} s, {combien}"


@dataclass(frozen=True)
class Demandeurs:
    """Who presses the buttons of each request: its candidate, and a member of the centre."""

    candidats: tuple[Navigateur, ...]
    membres: tuple[Navigateur, ...]
    cles: tuple[str, ...]


def mesurer() -> Iterator[Ligne]:
    """Measure both buttons on both databases."""
    for genre in (SQLITE, POSTGRESQL):
        with TemporaryDirectory() as nom, base(genre, Path(nom)) as adresse:
            demandeurs = _preparer(adresse, Path(nom))
            lues = {qui: _ruer(qui, adresse, Path(nom), demandeurs[qui]) for qui in (PORTAIL, PLANCHER)}
        for rang, quoi in enumerate(("« Soumettre »", f"« Pré-valider » pour {PLACES} places")):
            portail, plancher = lues[PORTAIL][rang], lues[PLANCHER][rang]
            ici = f"{NOMBRE} {quoi} à la fois, {genre}"
            yield Ligne(
                f"{ici}, processeur pour une", f"{portail.processeur:.1f} ms",
                f"{plancher.processeur:.1f} ms", portail.processeur / plancher.processeur,
            )  # fmt: skip
            yield Ligne(ici, portail.dire(), plancher.dire())


def _preparer(adresse: str, dossier: Path) -> dict[str, Demandeurs]:
    """Migrate, open two centres of ten places, fill one draft in and copy it."""
    app = ouvrir(adresse, dossier, OUVERT.isoformat())
    portail: Portail = app.extensions["portail"]
    with app.app_context():
        migrer(db.engine, migrations_des_plugins(portail.extensions))
        # The floor does not look at the état: the first ones take a place each.
        restes = {PORTAIL: {"E1": PLACES}, PLANCHER: {"E1": PLACES + A_VIDE}}
        ouverts = {qui: centres.centre(portail, code, restes[qui]) for qui, code in CODES.items()}
        reponses = centres.REPONSES | centres.demande(("E1",), CODES[PORTAIL])
        modele = remplir(portail, fabriques.candidat(), JANVIER, reponses).cle
        prets = {qui: _demandeurs(app, modele, qui, centre) for qui, centre in ouverts.items()}
        db.session.remove()
        db.engine.dispose()
    return prets


def _demandeurs(app: Flask, modele: str, qui: str, centre: int) -> Demandeurs:
    membres = [navigateur(app, centres.compte_membre(centre)) for _ in range(MEMBRES)]
    # What the floor reads is a column; the portal writes it from the draft.
    cles = _copier(modele, qui, centre if qui == PLANCHER else None)
    comptes = select(Compte).join(Candidat).join(Candidature).where(Candidature.cle.in_(cles))
    lus = db.session.scalars(comptes.order_by(Candidature.id)).all()
    candidats = tuple(navigateur(app, lu) for lu in lus)
    return Demandeurs(candidats, tuple(membres[rang % MEMBRES] for rang in range(len(cles))), cles)


def _copier(cle: str, qui: str, centre_id: int | None) -> tuple[str, ...]:
    """Copy a draft, each for somebody else: two of one name and birth would be one person."""
    with ecriture() as s:
        modele = s.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        candidat, compte = colonnes(modele.candidat), colonnes(modele.candidat.compte)
        commun, copies = colonnes(modele) | {"centre_id": centre_id}, []
        for rang in range(A_VIDE + NOMBRE):
            lui = Candidat(**candidat | {"nom_naissance": f"{qui} {rang}"}, numero=f"{qui}{rang}")
            lui.compte = Compte(**compte, courriel=f"{qui}{rang}@example.org")
            copies.append(Candidature(**commun, candidat=lui))
        s.add_all(copies)
        s.flush()
        return tuple(copie.cle for copie in copies)


def _ruer(qui: str, adresse: str, dossier: Path, demandeurs: Demandeurs) -> tuple[Ruee, Ruee]:
    web = dossier / qui
    web.mkdir()
    serveur = Serveur(adresse, web, OUVERT.isoformat(), 2, 4, SERVIS[qui])
    serveur.demarrer()
    soumettre, prevalider, a_vide = _envois(qui, demandeurs)
    try:
        _tous(serveur, soumettre[:A_VIDE])
        soumises = _tous(serveur, soumettre[A_VIDE:])
        _tous(serveur, a_vide)
        return soumises, _tous(serveur, prevalider)
    finally:
        serveur.tuer()


def _envois(qui: str, demandeurs: Demandeurs) -> tuple[list[Envoi], list[Envoi], list[Envoi]]:
    """Return what is posted to submit, to pre-validate, and to be refused since the page is too old."""
    soumettre, prevalider = ADRESSES[qui]
    chacun = list(zip(demandeurs.candidats, demandeurs.membres, demandeurs.cles, strict=True))
    return (
        [partial(_poster, lui, soumettre.format(cle), "") for lui, _, cle in chacun],
        [partial(_poster, membre, prevalider.format(cle), "soumise") for _, membre, cle in chacun[A_VIDE:]],
        [partial(_poster, membre, prevalider.format(cle), "reglee") for _, membre, cle in chacun[:A_VIDE]],
    )


def _poster(navigateur: Navigateur, adresse: str, etat: str, port: int) -> Recu:
    return navigateur.poster(port, adresse, etat=etat)


def _tous(serveur: Serveur, envois: Sequence[Envoi]) -> Ruee:
    attentes: list[float] = []

    def chronometrer(envoi: Envoi) -> Recu:
        depart = time.monotonic()
        recu = envoi(serveur.port)
        attentes.append(time.monotonic() - depart)
        return recu

    avant, depart = _processeur(serveur), time.monotonic()
    recus = ensemble([partial(chronometrer, envoi) for envoi in envois])
    duree, apres = time.monotonic() - depart, _processeur(serveur)
    faites = sum(recu.statut in FAITES for recu in recus)
    return Ruee(tuple(attentes), duree, (apres - avant) * 1000 / len(envois), len(envois) - faites)


def _processeur(serveur: Serveur) -> float:
    """Return the seconds of processor, user and system, that the processes that serve have taken."""
    pid = serveur.processus.pid
    fils = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lus = (Path(f"/proc/{un}/stat").read_text().rpartition(")")[2].split() for un in fils)
    return sum(int(lu[11]) + int(lu[12]) for lu in lus) / TIC


if __name__ == "__main__":
    for ligne in mesurer():
        imprimer(ligne)
