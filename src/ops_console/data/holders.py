"""How a writer says who it is, and how whoever waits for it finds out.

On PostgreSQL by the name of the session, for the length of its transaction; a thread beside the one that waits asks the
server. A file has one writer: it leaves a note beside the file while it writes.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ops_console.data import waiting
from ops_console.data.waiting import Acting, Holder, Waiting

PROGRAM = "ops-console"
"""How the server's administrator sees us; behind it whom a session writes for, as long as it does."""

_LOCKED_FILE = "database is locked"
_BLOCKING = (
    "SELECT a.application_name, a.xact_start FROM unnest(pg_blocking_pids(%s)) AS blocking (pid)"
    " JOIN pg_stat_activity AS a ON a.pid = blocking.pid ORDER BY a.xact_start LIMIT 1"
)
_CLERK = "SELECT name FROM clerk WHERE id = %s"
_SUFFIX = ".writer"
"""Of the name of the note."""


def name_session(connection: Connection, acting: Acting) -> None:
    """On PostgreSQL: who writes, for who may wait for it."""
    name = f"{PROGRAM}|{acting.clerk_id}|{acting.what}".replace("'", "''")
    # No SELECT: a transaction that is to see the store as it is at its first statement has not begun to look.
    connection.exec_driver_sql(f"SET LOCAL application_name = '{name}'")


@contextmanager
def known_to_others(connection: Connection, wait: Waiting) -> Iterator[None]:
    """Around the block that writes: what is needed beside it."""
    with _noted(wait) if connection.dialect.name == "sqlite" else _watched(connection, wait):
        yield


@contextmanager
def _watched(connection: Connection, wait: Waiting) -> Iterator[None]:
    """On PostgreSQL: when a statement of the block waits for another session, find out whose."""
    over = threading.Event()
    process = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    thread = threading.Thread(target=_watch, args=(connection.engine, process, wait, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(waiting.MOMENT)


def _watch(engine: Engine, process: int, wait: Waiting, over: threading.Event) -> None:
    with suppress(DBAPIError):
        while not over.wait(waiting.MOMENT):
            with engine.connect() as connection:
                found = connection.exec_driver_sql(_BLOCKING, (process,)).first()
                if found is None:
                    continue
                program, *token = (found.application_name or "").split("|", 2)
                holder = None
                if program == PROGRAM and len(token) == 2:
                    acting = Acting(int(token[0]), token[1])
                    if acting == wait.acting:
                        continue  # Another worker of the same run.
                    name = connection.exec_driver_sql(_CLERK, (acting.clerk_id,)).scalar()
                    holder = Holder(str(name), acting.what, found.xact_start)
            if not over.is_set():
                wait.meets(holder)


def begin_writing(connection: Connection, patience: float, wait: Waiting) -> None:
    """On SQLite: begin as the one writer of the file, after so many seconds at most."""
    until = time.monotonic() + patience
    _wait_at_most(connection, min(waiting.MOMENT, patience))
    try:
        while not _begun(connection, until, lambda: wait.meets(_writer(connection))):
            pass
    finally:
        _wait_at_most(connection, patience)
    if wait.acting is not None and (note := _note(connection)):
        said = {"process": os.getpid(), "clerk": wait.acting.clerk_id, "what": wait.acting.what, "at": time.time()}
        with suppress(OSError):
            note.write_text(json.dumps(said), encoding="utf-8")
            wait.note = note


@contextmanager
def _noted(wait: Waiting) -> Iterator[None]:
    """On SQLite: the note of `begin_writing` goes when the writing is over."""
    try:
        yield
    finally:
        if wait.note is not None:
            # Should the next writer have begun meanwhile, its note is lost: then nobody knows who it is.
            with suppress(OSError):
                wait.note.unlink(missing_ok=True)


def _begun(connection: Connection, until: float, waits: Callable[[], None]) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        if _LOCKED_FILE not in str(error.orig):
            raise
        waits()
        if time.monotonic() >= until:
            raise
        return False
    return True


def _wait_at_most(connection: Connection, seconds: float) -> None:
    # Straight to the driver: this is done twice for each thing that is written.
    connection.connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _writer(connection: Connection) -> Holder | None:
    note = _note(connection)
    if note is None:
        return None
    try:
        said: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        # One that was killed holds nothing, and its note is not taken away.
        os.kill(said["process"], 0)
        (name,) = connection.exec_driver_sql("SELECT name FROM clerk WHERE id = ?", (said["clerk"],)).one()
    except (OSError, ValueError, LookupError, SQLAlchemyError):
        return None
    return Holder(name, said["what"], datetime.fromtimestamp(said["at"], UTC))


def _note(connection: Connection) -> Path | None:
    """Beside the file; None for a store that is none."""
    database = connection.engine.url.database
    return Path(f"{database}{_SUFFIX}") if database and database != ":memory:" else None
