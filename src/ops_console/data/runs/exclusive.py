"""One run of a kind at a time, whoever starts it: by a lock of the system or the server that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict
from ops_console.data.queries.runs import runs_under_way
from ops_console.data.store import Store
from ops_console.data.trouble import told

_SPACE = 0x6F7073
"""First half of PostgreSQL's advisory lock keys, so that ours are not anybody else's."""


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
    path = Path(f"{make_url(store.url).database}.{kind}.lock")
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
    while True:
        file = path.open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        if _has_its_name(file, path):
            return file
        file.close()


def _has_its_name(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def _server_lock(store: Store, kind: str) -> Iterator[None]:
    key = crc32(kind.encode()) - 2**31
    with told(), store.engine.connect() as connection:
        taken = connection.scalar(select(func.pg_try_advisory_lock(_SPACE, key)))
        # A transaction left open would hold back the server's cleaning for as long as the run takes.
        connection.commit()
        if not taken:
            raise _under_way(store, kind)
        try:
            yield
        finally:
            # With its connection the lock is gone anyway.
            with suppress(DBAPIError):
                connection.execute(select(func.pg_advisory_unlock(_SPACE, key)))
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
