"""kill -9 of the web server in the middle of uploads: every file that was said to be received is there."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.adapters.stockage import StockageLocal
from portal.db import db
from portal.services import preparation
from portal.services.portail import Portail
from portal.tables.piece import Depot
from tests import fabriques
from tests.client import ClientMaison
from tests.fichiers import pdf
from tests.parcours import inscrire, publier_essai
from tests.serveur import ATTENTE_S, Serveur, attendre

pytestmark = pytest.mark.deux_bases
PIECES = "\npieces:\n  carte: Carte d'identité\n"
BORNE = "x" * 20


@dataclass(frozen=True)
class Expediteur:
    """A candidate who sends files, as the script of the page does."""

    port: int
    cle: str
    temoin: str
    jeton: str

    def entetes(self, longueur: int) -> dict[str, str]:
        return {
            "Host": "localhost", "Cookie": f"portail={self.temoin}", "X-CSRFToken": self.jeton,
            "X-Televersement": "1", "Content-Length": str(longueur),
            "Content-Type": f"multipart/form-data; boundary={BORNE}",
        }  # fmt: skip

    @property
    def adresse(self) -> str:
        return f"/justificatifs/{self.cle}/carte/ajouter"

    def envoyer(self, nom: str, octets: bytes) -> list[str]:
        """Send a file; return what was said to be kept."""
        corps = multipart(nom, octets)
        connexion = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ATTENTE_S)
        try:
            connexion.request("POST", self.adresse, corps, self.entetes(len(corps)))
            reponse = connexion.getresponse()
            return list(json.loads(reponse.read())["deposes"]) if reponse.status == 200 else []
        finally:
            connexion.close()

    def commencer(self) -> socket.socket:
        """Begin to send a file that never ends."""
        corps = multipart("jamais.pdf", pdf())
        lignes = [f"{nom}: {valeur}" for nom, valeur in self.entetes(len(corps) + 1000).items()]
        prise = socket.create_connection(("127.0.0.1", self.port), ATTENTE_S)
        prise.sendall("\r\n".join([f"POST {self.adresse} HTTP/1.1", *lignes, "", ""]).encode() + corps[:-40])
        return prise


def multipart(nom: str, octets: bytes) -> bytes:
    entete = f'--{BORNE}\r\nContent-Disposition: form-data; name="fichiers"; filename="{nom}"\r\n\r\n'
    return entete.encode() + octets + f"\r\n--{BORNE}--\r\n".encode()


@pytest.fixture
def serveur(portail: Portail, base: str, tmp_path: Path) -> Iterator[Serveur]:
    ouvert = Serveur(base, tmp_path, portail.horloge.maintenant().isoformat())
    ouvert.demarrer()
    yield ouvert
    ouvert.tuer()


@pytest.fixture
def expediteurs(portail: Portail, client: ClientMaison, serveur: Serveur) -> list[Expediteur]:
    slug = publier_essai(portail, en_plus=PIECES)
    return [inscrit(portail, client, serveur.port, slug) for _ in range(3)]


def inscrit(portail: Portail, client: ClientMaison, port: int, slug: str) -> Expediteur:
    candidat = fabriques.candidat()
    cle = inscrire(portail, candidat, slug).cle
    client.connecter(candidat.compte)
    jeton = client._jeton()
    temoin = client.get_cookie("portail", domain="localhost")
    assert temoin is not None
    return Expediteur(port, cle, temoin.value, jeton)


def test_ce_qui_est_dit_recu_est_la_apres_un_arret_brutal(
    serveur: Serveur, expediteurs: list[Expediteur], portail: Portail, tmp_path: Path
) -> None:
    recus: dict[str, str] = {}

    def envoyer_sans_fin(rang: int, expediteur: Expediteur) -> None:
        for numero in range(18):
            nom, octets = f"{rang}-{numero}.pdf", pdf(hauteur=300 + 20 * rang + numero)
            try:
                deposes = expediteur.envoyer(nom, octets)
            except (OSError, http.client.HTTPException):
                return
            recus.update({depose: hashlib.sha256(octets).hexdigest() for depose in deposes})

    fils = [threading.Thread(target=envoyer_sans_fin, args=un) for un in enumerate(expediteurs)]
    for fil in fils:
        fil.start()
    attendre(lambda: len(recus) >= 6)
    with expediteurs[0].commencer():
        time.sleep(0.2)
        serveur.tuer()
    for fil in fils:
        fil.join()
    verifier(recus, tmp_path)
    serveur.demarrer()
    assert renvoyer(expediteurs[0], "apres.pdf", pdf(3)) == ["apres.pdf"]
    nettoyer(portail)


def renvoyer(expediteur: Expediteur, nom: str, octets: bytes) -> list[str]:
    """Send as a browser does: what the dead server's socket took is sent again to the new one."""
    try:
        return expediteur.envoyer(nom, octets)
    except OSError:
        return expediteur.envoyer(nom, octets)


def verifier(recus: dict[str, str], dossier: Path) -> None:
    """Every acknowledged file has its row and its content; every row has its content."""
    db.session.rollback()
    lignes = {depot.nom: depot.sha256 for depot in db.session.scalars(select(Depot))}
    assert recus.items() <= lignes.items()
    stockage = StockageLocal(dossier / "fichiers")
    for sha256 in lignes.values():
        with stockage.ouvrir(sha256) as flux:
            assert hashlib.file_digest(flux, "sha256").hexdigest() == sha256


def nettoyer(portail: Portail) -> None:
    """What was cut off waits for the next day, then goes."""
    restes = list(portail.config.dossier_envois.iterdir())
    demain = portail.horloge.maintenant() + timedelta(days=1, minutes=1)
    for reste in restes:
        os.utime(reste, (portail.horloge.maintenant().timestamp(),) * 2)
    assert preparation.balayer(portail) == 0
    portail.horloge.regler(demain)  # type: ignore[attr-defined]
    assert preparation.balayer(portail) == len(restes)
    assert not list(portail.config.dossier_envois.iterdir())
