"""The door to the database: how to write, what a time is, how SQLite is opened.

Reading needs nothing. Writing happens inside `with ecriture() as s:` and nowhere else: one service
function, one transaction. On SQLite it takes the write lock at once (BEGIN IMMEDIATE), because a
transaction that reads first and writes later fails without waiting as soon as another one wrote in
between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, scoped_session
from sqlalchemy.types import TypeDecorator

journal = logging.getLogger(__name__)

ATTENTE_VERROU_S = 15
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class EcritureImbriquee(RuntimeError):
    """`ecriture()` was called inside `ecriture()`: one service called the public function of another."""


class EcritureHorsTransaction(RuntimeError):
    """Something was written outside `ecriture()`."""


class InstantUTC(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: an instant needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every table. JSON values are replaced, never changed in place."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: InstantUTC(), dict[str, Any]: Json, list[str]: Json}


db = SQLAlchemy()

_apres_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar("apres_commit", default=None)


@contextmanager
def ecriture() -> Iterator[scoped_session[Any]]:
    """Open the one write transaction of a service; commit at the end, roll back on any exception.

    Objects read before it are expired: what is decided inside is decided on what the lock protects.
    Never hash a password, send a mail, draw a PDF or write a file inside: every other writer waits.

    Raises EcritureImbriquee when a write transaction is already open.
    """
    if _apres_commit.get() is not None:
        raise EcritureImbriquee("ecriture() inside ecriture()")
    db.session.rollback()
    rappels: list[Callable[[], None]] = []
    jeton = _apres_commit.set(rappels)
    try:
        db.session.connection()
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _apres_commit.reset(jeton)
    _appeler(rappels)


def apres_commit(rappel: Callable[[], None]) -> None:
    """Call `rappel` once the current write transaction is committed, not at all if it rolls back.

    A callback that fails is logged and forgotten: what it announced is in the database already.
    """
    rappels = _apres_commit.get()
    if rappels is None:
        raise EcritureHorsTransaction("apres_commit() outside ecriture()")
    rappels.append(rappel)


def _appeler(rappels: list[Callable[[], None]]) -> None:
    for rappel in rappels:
        try:
            rappel()
        except Exception:
            journal.exception("a callback after commit failed")


@event.listens_for(Session, "before_flush")
def _refuser_flush(session: Session, *_: object) -> None:
    if _apres_commit.get() is None:
        raise EcritureHorsTransaction("flush outside ecriture()")


@event.listens_for(Session, "do_orm_execute")
def _refuser_execution(etat: ORMExecuteState) -> None:
    if _apres_commit.get() is None and (etat.is_insert or etat.is_update or etat.is_delete):
        raise EcritureHorsTransaction("INSERT, UPDATE or DELETE outside ecriture()")


def init_app(app: Flask, database_url: str) -> None:
    """Bind the application to its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    sur_sqlite = make_url(database_url).get_backend_name() == "sqlite"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _options_sqlite() if sur_sqlite else {"pool_pre_ping": True}
    db.init_app(app)
    if sur_sqlite:
        with app.app_context():
            regler_sqlite(db.engine)


def _options_sqlite() -> dict[str, Any]:
    import pysqlite3.dbapi2 as pilote

    return {"module": pilote, "connect_args": {"timeout": ATTENTE_VERROU_S}}


def wal_sur(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite has the fix of the WAL-reset bug (sqlite.org/wal.html)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def regler_sqlite(engine: Engine) -> None:
    """Set the pragmas of every connection, and let SQLAlchemy alone say BEGIN."""

    @event.listens_for(engine, "connect")
    def _ouvrir(connexion: Any, _: object) -> None:
        connexion.isolation_level = None
        version = engine.dialect.dbapi.sqlite_version_info  # type: ignore[union-attr]
        mode = "wal" if wal_sur(version) else "truncate"
        for pragma in (f"journal_mode={mode}", "synchronous=full", "foreign_keys=on", "secure_delete=on"):
            connexion.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _commencer(connexion: Connection) -> None:
        connexion.exec_driver_sql("BEGIN" if _apres_commit.get() is None else "BEGIN IMMEDIATE")


def inserer_une_fois(table: type[Base], cle: str, valeurs: dict[str, Any]) -> bool:
    """Insert a row unless one with the same value of the unique column `cle` exists; say whether it did.

    Runs inside `ecriture()`. The same on both engines: the transaction goes on either way.
    """
    inserer = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    ordre = inserer(table).values(**valeurs).on_conflict_do_nothing(index_elements=[cle])
    return db.session.execute(ordre.returning(getattr(table, cle))).one_or_none() is not None
