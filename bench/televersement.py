"""Ten files of 5 Mo sent to a gunicorn worker: how much more memory it takes, how long one takes."""

from __future__ import annotations

import contextlib
import http.client
import io
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from PIL import Image

from bench.memoire import relever
from bench.rapport import Ligne
from bench.reglages import reglages
from bench.reponses import CS
from portal.app import create_app
from portal.db import db
from portal.domain.piece import TAILLE_PAR_DEFAUT
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services import inscription
from portal.services.demonstration_modeles import publier_copies
from portal.services.familles import familles_installees
from tests.client import ClientMaison
from tests.fabriques import compte
from tests.parcours import remplir

RACINE = Path(__file__).parents[1]
DE_PLUS_MO = 20.0
ATTENTE_S = 60
# Places for ten files: how many each pièce takes.
# With every pièce: both épreuves are sat, so that work at height is to be proved.
REPONSES = {**CS.reponses, "forme": "globale", "acquis.E2": "passe"}
PLACES = ("activite",) * 6 + ("hauteur",) * 3 + ("identite",) * 1


@dataclass(frozen=True)
class Envoyeur:
    """A candidate with a form for files. `cle` is that of the candidature."""

    cle: str
    temoin: str
    jeton: str


def application(dossier: str) -> Flask:
    """Build what gunicorn serves."""
    return create_app(reglages(Path(dossier)))


def mesurer() -> Iterator[Ligne]:
    """Send one small file for what the first one imports, then ten large ones, one after the other."""
    with TemporaryDirectory() as nom:
        envoyeur = _preparer(Path(nom))
        with socket.create_server(("127.0.0.1", 0)) as libre:
            port = libre.getsockname()[1]
        serveur = _servir(nom, port)
        try:
            ouvrier = _attendre(serveur, port)
            _envoyer(port, envoyeur, "confirmation", _scan(200))
            contenu, depart = grand_scan(), time.monotonic()
            with relever(ouvrier) as releve:
                for piece in PLACES:
                    _envoyer(port, envoyeur, piece, contenu)
            duree = (time.monotonic() - depart) / len(PLACES)
        finally:
            serveur.send_signal(signal.SIGTERM)
            serveur.wait(ATTENTE_S)
    yield Ligne(f"Dépôt d’un fichier de {len(contenu) / 1024**2:.1f} Mio, durée", f"{duree * 1000:.0f} ms")
    yield Ligne(
        f"{len(PLACES)} dépôts de 5 Mo, mémoire de plus",
        f"{releve.de_plus:.1f} Mo", "", releve.de_plus, DE_PLUS_MO, "Mo",
    )  # fmt: skip


def grand_scan() -> bytes:
    """Return the largest scan that a pièce accepts, but for a little: noise does not compress."""
    cote = 2600
    while len(contenu := _scan(cote)) > TAILLE_PAR_DEFAUT:
        cote -= 40
    return contenu


def _scan(cote: int) -> bytes:
    sortie = io.BytesIO()
    Image.effect_noise((cote, cote), 90).save(sortie, "PDF", quality=88)
    return sortie.getvalue()


def _preparer(dossier: Path) -> Envoyeur:
    """Register somebody by the clock of the machine, which is that of gunicorn."""
    app = application(str(dossier))
    with app.app_context():
        portail = app.extensions["portail"]
        migrer(db.engine, migrations_des_plugins(portail.extensions))
        publier_copies(portail, RACINE / "exam_templates", familles_installees(portail.extensions))
        qui = compte()
        assert qui.candidat is not None
        candidature = remplir(portail, qui.candidat, CS.slug, REPONSES)
        inscription.enregistrer(portail, qui.candidat, candidature.cle)
        cle = candidature.cle
        client = ClientMaison(app, app.response_class)
        client.connecter(qui)
        jeton = client._jeton()
        temoin = client.get_cookie("portail", domain="localhost")
        assert temoin is not None
        db.session.remove()
        db.engine.dispose()
        return Envoyeur(cle, temoin.value, jeton)


def _servir(dossier: str, port: int) -> subprocess.Popen[bytes]:
    commande = [
        *(sys.executable, "-m", "gunicorn", f"bench.televersement:application({dossier!r})"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "error"),
    ]
    return subprocess.Popen(commande)


def _attendre(serveur: subprocess.Popen[bytes], port: int) -> int:
    """Return the process of the worker, once it answers."""
    fin = time.monotonic() + ATTENTE_S
    while time.monotonic() < fin and serveur.poll() is None:
        try:
            connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connexion.request("GET", "/aide", headers={"Host": "localhost"})
            if connexion.getresponse().status == 200:
                enfants = Path(f"/proc/{serveur.pid}/task/{serveur.pid}/children").read_text().split()
                return int(enfants[0])
        except (ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the portal did not start")


def _envoyer(port: int, qui: Envoyeur, piece: str, contenu: bytes) -> None:
    borne = secrets.token_hex(16)
    tete = (
        f'--{borne}\r\nContent-Disposition: form-data; name="fichiers"; filename="scan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    corps = tete.encode() + contenu + f"\r\n--{borne}--\r\n".encode()
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=ATTENTE_S)
    with contextlib.suppress(BrokenPipeError):  # refused before its end: the answer says why
        connexion.request(
            "POST",
            f"/justificatifs/{qui.cle}/{piece}/ajouter",
            body=corps,
            headers={
                "Host": "localhost",
                "Cookie": f"portail={qui.temoin}",
                "X-CSRFToken": qui.jeton,
                "Content-Type": f"multipart/form-data; boundary={borne}",
            },
        )
    reponse = connexion.getresponse()
    assert reponse.status == 303, (reponse.status, reponse.read()[:2000])
    connexion.close()
