"""The two engines: one SQLite file, or a PostgreSQL database. The rest of the program does not know which it has."""

import logging
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.util import LRUCache

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.holders import PROGRAM, begin_writing, name_session
from ops_console.data.waiting import Waiting

WRITING = "ops_writing"
"""Execution option of a connection that is going to write: its `Waiting`."""

_KEPT = 1000
"""Compiled statements kept: more than the program has."""

_PATIENCE = 10
"""Seconds until somebody who waits for a lock, or for a server to answer, is told: the same on both engines."""
_POOL = 3
"""Connections kept, and as many more for a moment: a console asks for few things at once, and a server serves many."""
_KINDS = ("sqlite://", "postgresql://", "postgresql+psycopg://")
_LOGGING = ("psycopg", "sqlalchemy")
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
)


def store_url(text: str) -> str:
    """A URL as it is; anything else is the path of a SQLite file. UsageError for a URL of anything else."""
    if "://" not in text:
        return f"sqlite:///{Path(text).expanduser().absolute()}"
    if not text.startswith(_KINDS):
        raise UsageError(_("A store is a file, or a database named like postgresql://user@host/name."))
    return text


class _Compiled(LRUCache[Any, Any]):
    """Statements compiled, as SQLAlchemy keeps them for each engine; here one store's serve the next of its kind."""

    def __init__(self) -> None:
        super().__init__(_KEPT)

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_of_any_store(key), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(_of_any_store(key), value)


def _of_any_store(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(part.name if isinstance(part, Dialect) else part for part in key)


_compiled = _Compiled()


def open_engine(url: str) -> Engine:
    """An engine that begins its own transactions: SQLite's driver would begin them too late to lock."""
    options = {"compiled_cache": _compiled}
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, execution_options=options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    for library in _LOGGING:
        # What they log of a lost connection is told by data/trouble.py; without a handler it would go to the terminal.
        logging.getLogger(library).addHandler(logging.NullHandler())
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=_POOL,
        max_overflow=_POOL,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": _PATIENCE, "application_name": PROGRAM} | dict(make_url(url).query),
        execution_options=options,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (*_PRAGMAS, f"busy_timeout={_PATIENCE * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    wait = _writing(connection)
    if wait is None:
        connection.exec_driver_sql("BEGIN")
    else:
        begin_writing(connection, _PATIENCE, wait)


def _begin_postgresql(connection: Connection) -> None:
    wait = _writing(connection)
    if wait is not None and wait.acting is not None:
        name_session(connection, wait.acting)


def _writing(connection: Connection) -> Waiting | None:
    wait: Waiting | None = connection.get_execution_options().get(WRITING)
    return wait
