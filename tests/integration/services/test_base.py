"""The database: migrations say what the tables say, writing has one door."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from portal.db import (
    Base,
    EcritureHorsTransaction,
    EcritureImbriquee,
    apres_commit,
    db,
    ecriture,
    inserer_une_fois,
)
from portal.migrations import migrer, retrograder
from portal.migrations.proprietaires import (
    COEUR,
    TABLE_VERSION,
    filtre,
    migrations_des_plugins,
    table_version,
)
from portal.services.portail import Portail
from portal.tables import Annonce, Compteur
from tests import fabriques


def annonce(titre: str = "Bonjour", du: datetime = datetime(2025, 1, 1, tzinfo=UTC)) -> Annonce:
    return Annonce(titre=titre, texte="…", niveau="info", du=du)


def test_la_base_migree_est_celle_des_tables(portail: Portail) -> None:
    """The core's, and those of each plugin in use: nobody's table is forgotten."""
    prefixes = [un.prefixe for un in migrations_des_plugins(portail.extensions)]
    with db.engine.connect() as connexion:
        for prefixe in (COEUR, *prefixes):
            options = {
                "compare_type": True,
                "version_table": table_version(prefixe),
                "include_object": filtre(prefixe, prefixes),
            }
            contexte = MigrationContext.configure(connexion, opts=options)
            assert compare_metadata(contexte, Base.metadata) == []


def test_les_migrations_se_defont_et_se_refont(portail: Portail) -> None:
    plugins = migrations_des_plugins(portail.extensions)
    retrograder(db.engine, "base", plugins)
    assert not [nom for nom in sa.inspect(db.engine).get_table_names() if not nom.startswith(TABLE_VERSION)]
    migrer(db.engine, plugins)
    assert set(Base.metadata.tables) <= set(sa.inspect(db.engine).get_table_names())


def test_migrer_une_base_a_jour_ne_change_rien(app: Flask) -> None:
    fabriques.compte(courriel="a@example.org")
    migrer(db.engine)
    assert db.session.scalar(sa.text("select courriel from compte")) == "a@example.org"


def test_ce_qui_est_ecrit_est_relu_apres(app: Flask) -> None:
    with ecriture() as s:
        s.add(annonce("Une annonce"))
    assert db.session.scalars(sa.select(Annonce.titre)).all() == ["Une annonce"]


def test_une_exception_annule_tout(app: Flask) -> None:
    def echouer() -> None:
        with ecriture() as s:
            s.add(annonce())
            s.flush()
            raise LookupError

    with pytest.raises(LookupError):
        echouer()
    assert db.session.scalars(sa.select(Annonce)).all() == []


def test_une_ecriture_dans_une_ecriture_est_refusee(app: Flask) -> None:
    with pytest.raises(EcritureImbriquee), ecriture(), ecriture():
        pass
    with ecriture() as s:
        s.add(annonce("Encore possible"))


def test_ecrire_hors_de_ecriture_est_refuse(app: Flask) -> None:
    db.session.add(annonce())
    with pytest.raises(EcritureHorsTransaction):
        db.session.commit()
    db.session.rollback()
    with pytest.raises(EcritureHorsTransaction):
        db.session.execute(sa.delete(Annonce))


def test_ce_qui_a_ete_lu_avant_est_relu_dans_l_ecriture(app: Flask) -> None:
    with ecriture() as s:
        s.add(annonce("Avant"))
    lue = db.session.scalars(sa.select(Annonce)).one()
    with db.engine.connect() as autre:
        db.session.rollback()
        autre.execute(sa.text("update annonce set titre = 'Après'"))
        autre.commit()
    with ecriture():
        assert lue.titre == "Après"


def test_apres_le_commit_seulement(app: Flask) -> None:
    appels: list[str] = []
    with ecriture():
        apres_commit(lambda: appels.append("commit"))
        assert appels == []
    assert appels == ["commit"]

    def annuler() -> None:
        with ecriture():
            apres_commit(lambda: appels.append("annulé"))
            raise LookupError

    with pytest.raises(LookupError):
        annuler()
    assert appels == ["commit"]


def test_un_rappel_qui_echoue_n_empeche_pas_les_suivants(app: Flask) -> None:
    appels: list[str] = []
    with ecriture():
        apres_commit(lambda: appels.append(str(1 // 0)))
        apres_commit(lambda: appels.append("suivant"))
    assert appels == ["suivant"]


def test_un_instant_revient_en_utc(app: Flask) -> None:
    a_tahiti = datetime(2025, 11, 19, 17, 0, tzinfo=timezone(timedelta(hours=-10)))
    with ecriture() as s:
        s.add(annonce(du=a_tahiti))
    lu = db.session.scalars(sa.select(Annonce.du)).one()
    assert lu == a_tahiti
    assert lu.utcoffset() == timedelta(0)


def test_les_instants_se_comparent_dans_la_base(app: Flask) -> None:
    midi = datetime(2025, 11, 19, 12, 0, tzinfo=UTC)
    with ecriture() as s:
        s.add_all([annonce("juste avant", midi - timedelta(microseconds=1)), annonce("à midi", midi)])
    assert db.session.scalars(sa.select(Annonce.titre).where(Annonce.du < midi)).all() == ["juste avant"]


def test_un_instant_sans_fuseau_est_refuse(app: Flask) -> None:
    with pytest.raises(sa.exc.StatementError, match="naive"), ecriture() as s:
        s.add(annonce(du=datetime(2025, 1, 1)))  # noqa: DTZ001 — that is the point


def test_inserer_une_fois_ne_double_pas(app: Flask) -> None:
    with ecriture():
        assert inserer_une_fois(Compteur, "cle", {"cle": "a", "n": 1})
        assert not inserer_une_fois(Compteur, "cle", {"cle": "a", "n": 2})
        assert inserer_une_fois(Compteur, "cle", {"cle": "b", "n": 3})
    assert dict(db.session.execute(sa.select(Compteur.cle, Compteur.n)).all()) == {"a": 1, "b": 3}


def test_effacer_un_compte_efface_son_candidat(app: Flask) -> None:
    cree = fabriques.compte()
    with ecriture() as s:
        s.execute(sa.text("delete from compte where id = :id"), {"id": cree.id})
    assert db.session.scalar(sa.text("select count(*) from candidat")) == 0
