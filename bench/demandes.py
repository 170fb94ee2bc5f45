"""CPU time of each request of a candidate, beside its floor in the same process."""

from __future__ import annotations

import itertools
import secrets
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from bench.chronometre import Action, millisecondes
from bench.etabli import Poste, installer, saisies
from bench.plancher import demandes as demandes_du_plancher
from bench.plancher import plancher
from bench.rapport import Ligne
from bench.reponses import CAP, CS, Epreuve

TRES_TARD = "999999999"  # a page newer than any draft: never in conflict
FOIS_LE_PLANCHER = 2.0
INSCRITS = 15


def mesurer(app: Flask, dossier: Path) -> Iterator[Ligne]:
    """Measure the public pages, then the tabs, and « Enregistrer »."""
    public = app.test_client()
    for chemin in ("/", "/services"):
        (cout,) = millisecondes(lambda chemin=chemin: attendre(public.get(chemin), 200))  # type: ignore[misc]
        yield Ligne(f"GET {chemin}", f"{cout:.2f} ms")
    for epreuve in (CS, CAP):
        yield from _onglet(app, dossier, epreuve)
    yield _enregistrer(app)


def _onglet(app: Flask, dossier: Path, epreuve: Epreuve) -> Iterator[Ligne]:
    poste = installer(app, epreuve.slug, epreuve.onglet, epreuve.reponses)
    lire, envoyer, sauver = actions(poste, epreuve)
    noms = saisies(poste.client.get(_adresse(poste, epreuve)).text)
    nu = plancher(f"sqlite:///{dossier / secrets.token_hex(4)}.db", noms)
    lu, envoye, sauve, *sols = millisecondes(lire, envoyer, sauver, *demandes_du_plancher(nu, noms))
    ici = f"{epreuve.nom} ({len(noms)} champs)"
    yield Ligne(f"GET onglet {ici}", f"{lu:.2f} ms", f"{sols[0]:.2f} ms", lu / sols[0])
    yield Ligne(
        f"POST onglet {ici}", f"{envoye:.2f} ms", f"{sols[1]:.2f} ms", envoye / sols[1], FOIS_LE_PLANCHER
    )
    yield Ligne(f"POST d'une réponse, {epreuve.nom}", f"{sauve:.2f} ms", f"{sols[1]:.2f} ms", sauve / sols[1])


def actions(poste: Poste, epreuve: Epreuve) -> tuple[Action, Action, Action]:
    """Return a GET and a valid POST of a tab, and the keeping of one answer; each POST changes an answer."""
    cle, *valeurs = epreuve.bascule
    tour = itertools.cycle(valeurs)
    adresse, communs = _adresse(poste, epreuve), {"csrf_token": poste.jeton, "revision": TRES_TARD}

    def lire() -> None:
        attendre(poste.client.get(adresse), 200)

    def envoyer() -> None:
        attendre(poste.client.post(adresse, data={**poste.postees, **communs, cle: next(tour)}), 303)

    def sauver() -> None:
        une = {**communs, "cle": cle, cle: next(tour)}
        attendre(poste.client.post(f"/inscriptions/{poste.cle}/champs", data=une), 200)

    return lire, envoyer, sauver


def _enregistrer(app: Flask) -> Ligne:
    """« Enregistrer » for the first time, by several candidates: number, version, document, mail."""
    couts = []
    for _ in range(INSCRITS):
        poste = installer(app, CS.slug, CS.onglet, CS.reponses)
        adresse = f"/inscriptions/{poste.cle}/enregistrer"
        depart = time.process_time()
        attendre(poste.client.post(adresse, data={"csrf_token": poste.jeton}), 303)
        couts.append((time.process_time() - depart) * 1000)
    return Ligne("POST « Enregistrer »", f"{statistics.median(couts):.2f} ms")


def attendre(reponse: object, statut: int) -> None:
    """Check that the request measured is the one meant."""
    recu = getattr(reponse, "status_code", None)
    assert recu == statut, recu


def _adresse(poste: Poste, epreuve: Epreuve) -> str:
    return f"/inscriptions/{poste.cle}/onglets/{epreuve.onglet}"
