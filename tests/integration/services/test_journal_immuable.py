"""The journal is only added to: whatever the code does, the database refuses the rest."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from portal.db import db, ecriture
from portal.migrations import migrer, retrograder
from portal.services import compte as comptes
from portal.services.compte import journaliser
from portal.services.portail import Portail
from portal.tables import Compte, Evenement
from tests import fabriques


@pytest.fixture
def evenement(portail: Portail) -> int:
    """One event of an account that exists."""
    identifiant = fabriques.compte().id
    with ecriture():
        journaliser(portail, identifiant, "mot_de_passe_change", {"a": [1, "é"]})
    return db.session.scalars(sa.select(Evenement.id)).one()


@pytest.mark.parametrize(
    "valeurs",
    [
        {"nature": "autre"},
        {"motif": "réécrit"},
        {"donnees": {}},
        {"le": fabriques.DEBUT},
        {"vers": "admise"},
        {"id": 99},
        {"compte_id": None},
        {"compte_id": None, "nature": "autre"},
    ],
    ids=lambda valeurs: "+".join(valeurs),
)
def test_un_evenement_ne_change_pas(evenement: int, valeurs: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), ecriture():
        db.session.execute(sa.update(Evenement).values(**valeurs))
    assert db.session.scalars(sa.select(Evenement.nature)).all() == ["mot_de_passe_change"]


def test_un_evenement_ne_change_pas_de_compte(evenement: int) -> None:
    autre = fabriques.compte().id
    with pytest.raises(DatabaseError, match="append-only"), ecriture():
        db.session.execute(sa.update(Evenement).values(compte_id=autre))


def test_un_evenement_ne_s_efface_pas(evenement: int) -> None:
    with pytest.raises(DatabaseError, match="append-only"), ecriture():
        db.session.execute(sa.delete(Evenement))
    with pytest.raises(DatabaseError, match="append-only"), ecriture() as s:
        s.delete(s.get_one(Evenement, evenement))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Evenement)) == 1


def test_une_ecriture_brute_est_refusee_aussi(evenement: int) -> None:
    if db.engine.dialect.name == "postgresql":
        ordres = ["truncate evenement", "truncate evenement cascade", "delete from evenement"]
    else:
        ordres = [
            "delete from evenement",
            "update or replace evenement set nature = 'x'",
            "insert or replace into evenement (id, le, nature, donnees) "
            f"values ({evenement}, '2025-01-01', 'x', '{{}}')",
        ]
    for ordre in ordres:
        with pytest.raises(DatabaseError, match="append-only"), ecriture():
            db.session.connection().exec_driver_sql(ordre)


def test_effacer_un_compte_laisse_son_journal_sans_nom(portail: Portail, evenement: int) -> None:
    autre = fabriques.compte().id
    with ecriture():
        journaliser(portail, autre, "compte_active")
    efface = db.session.scalars(sa.select(Evenement.compte_id).where(Evenement.id == evenement)).one()
    with ecriture():
        comptes.effacer(efface)
    lus = db.session.execute(
        sa.select(Evenement.compte_id, Evenement.nature, Evenement.donnees).order_by("id")
    )
    assert [tuple(un) for un in lus] == [
        (None, "mot_de_passe_change", {"a": [1, "é"]}),
        (autre, "compte_active", {}),
    ]


def test_la_purge_des_comptes_non_actives_passe_encore(portail: Portail, horloge: object) -> None:
    jamais = fabriques.compte(active_le=None).id
    with ecriture():
        journaliser(portail, jamais, "compte_cree")
    assert comptes.purger_comptes_non_actives(portail) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Compte)) == 0
    assert db.session.scalars(sa.select(Evenement.compte_id)).one() is None


def test_la_regle_se_defait_et_revient(portail: Portail, evenement: int) -> None:
    db.session.rollback()
    retrograder(db.engine, "0004")
    with ecriture():
        db.session.execute(sa.update(Evenement).values(motif="avant"))
    db.session.rollback()
    migrer(db.engine)
    with pytest.raises(DatabaseError, match="append-only"), ecriture():
        db.session.execute(sa.update(Evenement).values(motif="après"))
