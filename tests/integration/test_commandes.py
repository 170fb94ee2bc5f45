"""Commands, run as an operator runs them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.adapters.courrier import CourrierRefuse
from portal.adapters.horloge import HorlogeReglable, HorlogeSysteme
from portal.cli import main
from portal.db import db, ecriture
from portal.services.courriel import deposer_courriel, envoyer_prochain
from portal.services.portail import Portail
from portal.tables.compte import Compte
from portal.worker import ranger, travailler
from tests import fabriques

Lancer = Callable[..., Result]
LIENS = {"lien_connexion": "http://localhost/connexion", "lien_oublie": "http://localhost/oublie"}


@pytest.fixture
def lancer(base: str, tmp_path: Path) -> Lancer:
    environnement = {
        "PORTAL_MODE": "demonstration",
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": base,
    }
    return lambda *mots: CliRunner().invoke(main, list(mots), env=environnement)


def test_plugins_nomme_les_familles(lancer: Lancer) -> None:
    fait = lancer("plugins")
    assert fait.exit_code == 0, fait.output
    assert "cap\tportal_familles" in fait.output
    assert "generique\tportal_familles" in fait.output


def test_migrate_se_lance_deux_fois(lancer: Lancer) -> None:
    assert [lancer("migrate").exit_code, lancer("migrate").exit_code] == [0, 0]


def test_un_mauvais_reglage_est_une_phrase_pas_une_trace(tmp_path: Path) -> None:
    fait = CliRunner().invoke(main, ["migrate"], env={"PORTAL_MODE": "production", "PORTAL_SECRET_KEY": ""})
    assert fait.exit_code == 1
    assert "PORTAL_SECRET_KEY" in fait.output
    assert "Traceback" not in fait.output


def test_failures_montre_et_relance(portail: Portail, lancer: Lancer, horloge: HorlogeReglable) -> None:
    with ecriture():
        deposer_courriel(portail, "compte_existant", "elise@example.org", LIENS)
    portail.courrier.refus = [CourrierRefuse("550 unknown", definitif=True)]
    assert envoyer_prochain(portail)
    assert "550 unknown" in lancer("failures", "--retry").output
    assert "Aucun échec" in lancer("failures").output
    # The command runs by the clock of the machine, which is ahead of ours.
    horloge.regler(HorlogeSysteme().maintenant())
    assert travailler(portail) == 1
    assert len(portail.courrier.envoyees) == 1


def test_l_ouvrier_efface_les_comptes_jamais_actives(portail: Portail) -> None:
    fabriques.compte(active_le=None)
    actif = fabriques.compte()
    ranger(portail)
    assert [compte.id for compte in db.session.query(Compte)] == [actif.id]
