"""Several processes press « Enregistrer » at once: one number, one version, one mail, no gap, no double."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.config import Config
from portal.db import db
from portal.services import inscription
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compteur, CourrielSortant, VersionCandidature
from tests import fabriques
from tests.parcours import publier_essai, remplir_essai

PROCESSUS = 4
LE = datetime(2025, 11, 5, 11, 0, tzinfo=UTC)


def presser(adresse: str, dossier: str, candidat_id: int, cles: list[str], depart: Any, recus: Any) -> None:
    """Press the button of each candidature, all processes at the same moment."""
    from portal.app import create_app

    config = Config(
        mode="test",
        secret_key="un secret qui ne sert qu'aux tests et à rien d'autre",
        database_url=adresse,
        data_dir=Path(dossier),
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )
    app = create_app(config, horloge=HorlogeReglable(LE), courrier=CourrierMemoire(), reveil=lambda: None)
    with app.app_context():
        candidat = db.session.get_one(Candidat, candidat_id)
        depart.wait(60)
        for cle in cles:
            recu = inscription.enregistrer(app.extensions["portail"], candidat, cle)
            recus.put((cle, recu.rang, recu.version, recu.nouveau))
        db.session.remove()
        db.engine.dispose()


@pytest.mark.deux_bases
def test_un_double_clic_par_plusieurs_processus_n_enregistre_qu_une_fois(
    portail: Portail, base: str, tmp_path: Path
) -> None:
    candidat = fabriques.candidat()
    slugs = [publier_essai(portail, nom=f"essai{n}", annee=2026 + n) for n in range(3)]
    cles = [remplir_essai(portail, candidat, slug).cle for slug in slugs]
    candidat_id = candidat.id
    db.session.remove()
    contexte = multiprocessing.get_context("spawn")
    depart, recus = contexte.Barrier(PROCESSUS), contexte.Queue()
    tous = [
        contexte.Process(target=presser, args=(base, str(tmp_path), candidat_id, cles, depart, recus))
        for _ in range(PROCESSUS)
    ]
    for processus in tous:
        processus.start()
    reponses = [recus.get(timeout=120) for _ in range(PROCESSUS * len(cles))]
    for processus in tous:
        processus.join(60)
    assert [processus.exitcode for processus in tous] == [0] * PROCESSUS
    assert len({(cle, rang, version) for cle, rang, version, _ in reponses}) == len(cles)
    assert sum(nouveau for *_, nouveau in reponses) == len(cles)
    assert sorted(db.session.scalars(select(Candidature.numero_inscription))) == [1, 2, 3]
    assert db.session.get_one(Compteur, f"inscription:{candidat_id}").n == len(cles)
    assert len(db.session.scalars(select(VersionCandidature)).all()) == len(cles)
    assert len(db.session.scalars(select(CourrielSortant)).all()) == len(cles)
