"""Several processes write one SQLite file at once: nothing is lost, nobody is turned away."""

import multiprocessing
import os
import signal
import time

from flask import Flask
from sqlalchemy import select, text

from portal import db as base_de_donnees
from portal.db import db, ecriture
from portal.tables import Compteur

PROCESSUS, TOURS = 4, 50


def ouvrir(adresse: str) -> Flask:
    app = Flask("essai")
    base_de_donnees.init_app(app, adresse)
    return app


def prendre_des_numeros(adresse: str, verrouiller: bool) -> None:
    """Read the last number, then write the next: the pattern that loses numbers without a lock."""
    app = ouvrir(adresse)
    with app.app_context():
        for _ in range(TOURS):
            if verrouiller:
                with ecriture() as s:
                    compteur = s.get(Compteur, "n") or Compteur(cle="n", n=0)
                    compteur.n += 1
                    s.add(compteur)
            else:
                sans_verrou()
        db.engine.dispose()


def sans_verrou() -> None:
    with db.engine.connect() as connexion:
        n = connexion.scalar(text("select n from compteur where cle = 'n'")) or 0
        connexion.rollback()
        time.sleep(0.001)
        connexion.execute(
            text("insert into compteur values ('n', :n) on conflict (cle) do update set n = :n"), {"n": n + 1}
        )
        connexion.commit()


def total(adresse: str, verrouiller: bool) -> int:
    contexte = multiprocessing.get_context("spawn")
    tous = [
        contexte.Process(target=prendre_des_numeros, args=(adresse, verrouiller)) for _ in range(PROCESSUS)
    ]
    for processus in tous:
        processus.start()
    for processus in tous:
        processus.join(120)
    assert [processus.exitcode for processus in tous] == [0] * PROCESSUS
    with ouvrir(adresse).app_context():
        n = db.session.scalar(select(Compteur.n)) or 0
        db.engine.dispose()
    return n


def test_quatre_processus_ne_perdent_aucun_numero(base: str) -> None:
    assert total(base, verrouiller=True) == PROCESSUS * TOURS


def test_sans_le_verrou_des_numeros_se_perdent(base: str) -> None:
    """Proves that the test above can fail."""
    assert total(base, verrouiller=False) < PROCESSUS * TOURS


def mourir_en_ecrivant(adresse: str) -> None:
    with ouvrir(adresse).app_context(), ecriture() as s:
        s.add(Compteur(cle="n", n=1))
        s.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def test_un_processus_tue_en_ecrivant_ne_laisse_rien_et_libere_le_verrou(base: str) -> None:
    victime = multiprocessing.get_context("spawn").Process(target=mourir_en_ecrivant, args=(base,))
    victime.start()
    victime.join(60)
    assert victime.exitcode == -signal.SIGKILL
    with ouvrir(base).app_context():
        depart = time.monotonic()
        with ecriture() as s:
            assert s.scalars(select(Compteur)).all() == []
        assert time.monotonic() - depart < 1
        db.engine.dispose()


def test_le_fichier_est_ouvert_comme_il_faut(base: str) -> None:
    with ouvrir(base).app_context():
        lus = {
            nom: db.session.execute(text(f"pragma {nom}")).scalar()
            for nom in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        db.session.remove()
        db.engine.dispose()
    assert lus == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_le_moteur_n_a_pas_le_defaut_du_journal() -> None:
    """The engine of Python may have the WAL-reset bug; ours has not, and an old one would not use WAL."""
    import pysqlite3.dbapi2 as pilote

    assert base_de_donnees.wal_sur(pilote.sqlite_version_info)
    assert not base_de_donnees.wal_sur((3, 40, 1))
    assert not base_de_donnees.wal_sur((3, 51, 2))
    assert base_de_donnees.wal_sur((3, 50, 7))
