"""One run of a kind at a time, whoever starts it: by a lock of the system or the server that dies with its process."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict
from ops_console.data.at_work import SPACE, lock_file, lock_key
from ops_console.data.queries.runs import runs_under_way
from ops_console.data.store import Store
from ops_console.data.trouble import told

_TRIES = 3
_ASKED_FOR = 0.02
"""Seconds after which whoever only asks whether a run is at work has let go of the lock."""


@contextmanager
def exclusively(store: Store, kind: str) -> Iterator[None]:
    """Conflict when a run of this kind is under way on the store."""
    if store.engine.dialect.name == "sqlite":
        with _file_lock(store, kind):
            yield
    else:
        with _server_lock(store, kind):
            yield


@contextmanager
def _file_lock(store: Store, kind: str) -> Iterator[None]:
    path = lock_file(make_url(store.url).database or "", kind)
    file = _locked(path)
    if file is None:
        raise _under_way(store, kind)
    with file:
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _locked(path: Path) -> IO[bytes] | None:
    """The file of that name, locked until it is closed; None when another process has it. It is removed by whoever
    holds it, so that one may get the lock of a file that has lost its name meanwhile: then another of the same name
    could be locked too.
    """
    tries = 0
    while tries < _TRIES:
        file = path.open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            tries += 1
            time.sleep(_ASKED_FOR)
            continue
        if _has_its_name(file, path):
            return file
        file.close()
    return None


def _has_its_name(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def _server_lock(store: Store, kind: str) -> Iterator[None]:
    key = lock_key(kind)
    with told(), store.engine.connect() as connection:
        taken = connection.scalar(select(func.pg_try_advisory_lock(SPACE, key)))
        # A transaction left open would hold back the server's cleaning for as long as the run takes.
        connection.commit()
        if not taken:
            raise _under_way(store, kind)
        try:
            yield
        finally:
            # With its connection the lock is gone anyway.
            with suppress(DBAPIError):
                connection.execute(select(func.pg_advisory_unlock(SPACE, key)))
                connection.commit()


def _under_way(store: Store, kind: str) -> Conflict:
    with store.read() as reader:
        run = next((one for one in runs_under_way(reader) if one.kind == kind), None)
    if run is None:
        return Conflict(_("Another {run} is under way on this store; nothing was changed.").format(run=kind))
    return Conflict(
        _("Another {run} is under way on this store, started by {who} at {time}; nothing was changed.").format(
            run=kind, who=run.clerk, time=f"{local(run.started_at):%Y-%m-%d %H:%M}"
        ),
        who=run.clerk,
    )
